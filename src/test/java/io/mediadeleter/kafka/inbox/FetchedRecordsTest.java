package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.StartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FetchedRecordsTest {

    private static final TopicPartition PARTITION = new TopicPartition("requested", 0);
    private static final Partition OURS = new Partition("requested", 0);
    private static final RecordReader UNUSED = new RecordReader(
            new TopicNames(
                    "requested",
                    "requested.bulk",
                    "deleted",
                    "dead",
                    "replay",
                    "quota",
                    "control",
                    List.of(),
                    List.of()),
            unused -> Optional.empty(),
            new ReadingRules(
                    (message, settled) -> new Content.Malformed("Code", "unused"),
                    new GracePeriod(Duration.ZERO, Set.of()),
                    StartPolicy.EARLIEST,
                    AgeLimit.NONE),
            () -> Instant.EPOCH);

    private final FetchedRecords fetched = new FetchedRecords(10, 1_000);
    private final OwnedPartitions owned = new OwnedPartitions();

    /** Without it a commit would name no epoch, and a later owner could not tell that the log was cut. */
    @Test
    void leaderEpoch_isKeptWhenALaterAnswerOfTheTurnNamesNone() {
        owned.take(Set.of(OURS));
        fetched.readUpTo(PARTITION, new OffsetAndMetadata(7, Optional.of(3), ""));
        fetched.readUpTo(PARTITION, new OffsetAndMetadata(7, Optional.empty(), ""));

        fetched.proven(Set.of("requested"), owned, UNUSED);

        assertThat(owned.leaderEpoch(OURS, 7)).hasValue(3);
    }
}
