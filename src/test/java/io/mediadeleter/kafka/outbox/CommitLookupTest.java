package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.outbox.UnknownCommit.Found;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What became of a commit while Kafka holds the group's offsets open. */
class CommitLookupTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Partition OWNED = new Partition("requested", 0);
    private static final Partition GONE = new Partition("requested", 1);
    private static final Map<TopicPartition, OffsetAndMetadata> SENT = at("t2");
    private static final Set<Partition> WITNESSES = Set.of(OWNED);

    private final StoppedTime time = new StoppedTime();
    private final UnknownCommit attempt = new UnknownCommit(List.of(), SENT);
    private boolean isOpen = true;
    private @Nullable Map<TopicPartition, OffsetAndMetadata> decided = at("t1");

    private final CommitLookup lookup =
            new CommitLookup(asked -> answer(isOpen ? null : decided), () -> answer(decided), time);

    @Test
    void offsetsThatAreNotHeldOpen_tell() {
        isOpen = false;
        assertThat(lookup.find(attempt, WITNESSES)).isEqualTo(Found.ABORTED);
        decided = SENT;
        assertThat(lookup.find(attempt, WITNESSES)).isEqualTo(Found.COMMITTED);
    }

    /** They count, so it was committed; what is open is another one. */
    @Test
    void offsetsOfItThatCountAlready_tellBesideWhatIsOpen() {
        decided = SENT;

        assertThat(lookup.find(attempt, WITNESSES)).isEqualTo(Found.COMMITTED);
    }

    /** Whoever owns the other partition has committed for it since, or has not. */
    @Test
    void offsetsThatAreNoWitness_tellNothing() {
        Map<TopicPartition, OffsetAndMetadata> counted = new HashMap<>(at("t1"));
        counted.put(KafkaConversions.toTopicPartition(GONE), SENT.get(KafkaConversions.toTopicPartition(GONE)));
        decided = counted;

        assertUnknown(attempt);
    }

    /** An instance that went on waiting would settle nothing until it is started anew. */
    @Test
    void offsetsThatStayOpen_areWaitedForOnlySoLong() {
        assertUnknown(attempt);
        assertUnknown(attempt);
        time.pass(LONG);

        assertThat(lookup.find(attempt, WITNESSES)).isEqualTo(Found.UNTOLD);
    }

    /** Then nothing shows that it has ended. */
    @Test
    void groupThatDoesNotAnswer_isWaitedFor() {
        assertUnknown(attempt);
        decided = null;
        time.pass(LONG);
        assertUnknown(attempt);
        decided = at("t1");
        time.pass(LONG);

        assertUnknown(attempt);
        time.pass(LONG);
        assertThat(lookup.find(attempt, WITNESSES)).isEqualTo(Found.UNTOLD);
    }

    @Test
    void anotherCommit_isWaitedForAnew() {
        assertUnknown(attempt);
        time.pass(LONG);

        assertUnknown(new UnknownCommit(List.of(), SENT));
    }

    private void assertUnknown(UnknownCommit commit) {
        assertThatThrownBy(() -> lookup.find(commit, WITNESSES)).isInstanceOf(TimeoutException.class);
    }

    private static Map<TopicPartition, OffsetAndMetadata> answer(
            @Nullable Map<TopicPartition, OffsetAndMetadata> told) {
        if (told == null) {
            throw new TimeoutException("not told");
        }
        return told;
    }

    private static Map<TopicPartition, OffsetAndMetadata> at(String transaction) {
        OffsetAndMetadata at = new OffsetAndMetadata(20, "md2:sUe6VTtdSVWZlbLB1Jd-Yw:" + transaction + ":");
        return Map.of(KafkaConversions.toTopicPartition(OWNED), at, KafkaConversions.toTopicPartition(GONE), at);
    }
}
