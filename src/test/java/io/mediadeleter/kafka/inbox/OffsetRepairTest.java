package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.kafka.partitions.TopicIdentities;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog.Assignment;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.StartPolicy;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a broker: what a consumer says of offsets that the group has not, by consumers of both protocols. */
class OffsetRepairTest {

    private static final TopicPartition GIVEN = new TopicPartition("media-delete-requested", 0);
    private static final TopicPartition ARRIVING = new TopicPartition("media-delete-requested", 1);
    private static final long PLACE = 17;

    private final Settings settings =
            Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), null);
    private final TopicIdentities lives = new TopicIdentities(settings.kafka(), settings.topics(), Time.system());
    private final OwnedPartitions owned = new OwnedPartitions();

    /** Nothing of it is asked here. */
    private static final class Unasked implements Assignment {
        @Override
        public void assigned(
                Set<Partition> partitions, long epoch, Map<Partition, CommitPoint> committed, Map<String, String> ids) {
            throw new AssertionError();
        }

        @Override
        public void revoked(Set<Partition> partitions) {
            throw new AssertionError();
        }

        @Override
        public void lost(Set<Partition> partitions) {
            throw new AssertionError();
        }
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void placeThatWasGivenSinceTheConsumerAsked_stands(String protocol) {
        BoundedConsumer tap = Unconnected.tap(protocol);
        try {
            tap.consumer().assign(List.of(GIVEN, ARRIVING));
            tap.seek(GIVEN, PLACE);
            tap.seek(ARRIVING, PLACE);
            owned.readUpTo(Map.of(KafkaConversions.ours(GIVEN), PLACE));

            repair(tap).mend(new NoOffsetForPartitionException(Set.of(GIVEN, ARRIVING)));

            assertThat(StillAssigned.position(tap.consumer(), GIVEN, Duration.ZERO))
                    .hasValue(PLACE);
            assertThatThrownBy(() -> StillAssigned.position(tap.consumer(), ARRIVING, Duration.ZERO))
                    .as("to be read from the beginning, which only the broker knows")
                    .isInstanceOf(TimeoutException.class);
        } finally {
            tap.abandon();
        }
    }

    private OffsetRepair repair(BoundedConsumer tap) {
        ReadingRules rules = new ReadingRules(
                message -> new Content.Malformed("Code", "reason"),
                GracePeriod.NONE,
                StartPolicy.EARLIEST,
                AgeLimit.NONE);
        Assignment assignment = new Unasked();
        GroupMembership member = new GroupMembership(
                tap, lives, owned, new OffsetlessPartitions(lives.admin(), rules, Time.system()), assignment);
        return new OffsetRepair(tap, lives, owned, member, assignment);
    }
}
