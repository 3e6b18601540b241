package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.kafka.partitions.PartitionContents;
import io.mediadeleter.kafka.partitions.TopicIdentities;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.GroupKnowledge;
import io.mediadeleter.pipeline.port.RequestLog.Assignment;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.StartPolicy;
import io.mediadeleter.time.Time;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a broker: what a consumer says of offsets that the group has not, by consumers of both protocols. */
class OffsetRepairTest {

    private static final TopicPartition GIVEN = new TopicPartition("media-delete-requested", 0);
    private static final TopicPartition ARRIVING = new TopicPartition("media-delete-requested", 1);
    private static final long PLACE = 17;

    private final Settings settings =
            Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), null);
    private final TopicIdentities identities = new TopicIdentities(settings.kafka(), settings.topics(), Time.system());
    private final OwnedPartitions owned = new OwnedPartitions();

    private final List<String> told = new ArrayList<>();

    private final class Told implements Assignment {
        @Override
        public void assigned(
                Set<Partition> partitions, long epoch, Map<Partition, CommitPoint> committed, Map<String, String> ids) {
            throw new AssertionError();
        }

        @Override
        public void cutShort(Partition partition, long position, long from, long end) {
            told.add(partition + " cut at " + from + (from == end ? "" : " to " + end) + ", read up to " + position);
        }

        @Override
        public void gone(Partition partition, long from, long to, boolean readsOn) {
            told.add(partition + " lost " + from + " to " + to + (readsOn ? "" : ", where nobody reads on"));
        }

        @Override
        public GroupKnowledge knowledge() {
            throw new AssertionError();
        }

        @Override
        public void revoked(Set<Partition> partitions) {
            told.add(partitions + " revoked");
        }

        @Override
        public void lost(Set<Partition> partitions) {
            throw new AssertionError();
        }
    }

    @AfterEach
    void close() {
        identities.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void placeThatWasGivenSinceTheConsumerAsked_stands(String protocol) {
        BoundedConsumer bounded = Unconnected.bounded(protocol);
        try {
            bounded.consumer().assign(List.of(GIVEN, ARRIVING));
            bounded.seek(GIVEN, PLACE);
            bounded.seek(ARRIVING, PLACE);
            owned.readUpTo(Map.of(KafkaConversions.toPartition(GIVEN), PLACE));

            repair(bounded).mend(new NoOffsetForPartitionException(Set.of(GIVEN, ARRIVING)));

            assertThat(StillAssigned.position(bounded.consumer(), GIVEN, Duration.ZERO))
                    .hasValue(PLACE);
            assertThatThrownBy(() -> StillAssigned.position(bounded.consumer(), ARRIVING, Duration.ZERO))
                    .as("to be read from the beginning, which only the broker knows")
                    .isInstanceOf(TimeoutException.class);
        } finally {
            bounded.abandon();
        }
    }

    /** Kafka has no place for it where a leader does not know what it is asked about. */
    @Test
    void cutWithoutAPlace_isTold_whetherThePartitionArrivesOrIsRead() {
        BoundedConsumer bounded = Unconnected.bounded("classic");
        try {
            bounded.consumer().assign(List.of(GIVEN, ARRIVING));
            owned.take(Set.of(KafkaConversions.toPartition(GIVEN)));
            OffsetRepair repair = repair(bounded);

            repair.mend(Set.of(ARRIVING), cut(ARRIVING, Map.of()), stocks(ARRIVING));
            repair.mend(Set.of(GIVEN), cut(GIVEN, Map.of()), stocks(GIVEN));

            assertThat(told)
                    .containsExactly(
                            ARRIVING.topic() + "/1 cut at 20, read up to 20",
                            "[" + GIVEN.topic() + "/0] revoked",
                            GIVEN.topic() + "/0 cut at 20, read up to 20");
        } finally {
            bounded.abandon();
        }
    }

    /** The consumer says it again until it has another place; and a partition that went is its next owner's. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void cut_isToldOnce_andOnlyOfAPartitionThatIsThere(String protocol) {
        BoundedConsumer bounded = Unconnected.bounded(protocol);
        try {
            bounded.consumer().assign(List.of(ARRIVING));
            OffsetRepair repair = repair(bounded);
            for (TopicPartition partition : List.of(ARRIVING, ARRIVING, GIVEN)) {
                Map<TopicPartition, OffsetAndMetadata> place =
                        Map.of(partition, new OffsetAndMetadata(10, Optional.of(3), ""));
                repair.mend(Set.of(partition), cut(partition, place), stocks(partition));
            }

            assertThat(told).containsExactly(ARRIVING.topic() + "/1 cut at 10, read up to 20");
        } finally {
            bounded.abandon();
        }
    }

    /** A former owner had settled requests up to 20; the log was cut at 14 while the ones before that were read. */
    @Test
    void recordOfALaterLeaderBeforeWhatAFormerOwnerSettled_isNew() {
        BoundedConsumer bounded = Unconnected.bounded("classic");
        try {
            Partition partition = KafkaConversions.toPartition(GIVEN);
            bounded.consumer().assign(List.of(GIVEN));
            owned.take(Set.of(partition));
            owned.wasReached(partition, 20, 5);
            FetchedRecords fetched = new FetchedRecords(500, 1 << 20);
            fetched.addAll(new ConsumerRecords<>(
                    Map.of(GIVEN, List.of(record(13, 5), record(14, 7), record(30, 7))),
                    Map.of(GIVEN, new OffsetAndMetadata(31, Optional.of(7), ""))));

            repair(bounded).mend(fetched, Set.of());
            assertThat(told).as("not of a topic that may be another one").isEmpty();

            repair(bounded).mend(fetched, Set.of(GIVEN.topic()));
            assertThat(told)
                    .containsExactly(
                            "[" + GIVEN.topic() + "/0] revoked", GIVEN.topic() + "/0 cut at 14, read up to 20");
            assertThat(owned.epochOf(partition)).as("it is read again").isNull();
        } finally {
            bounded.abandon();
        }
    }

    /** Once the partition has gone, what a former owner had settled behind the place would count as lost, too. */
    @Test
    void recordsThatAreGone_areCountedBeforeThePartitionGoes_toWaitForADecision() {
        BoundedConsumer bounded = Unconnected.bounded("classic");
        try {
            bounded.consumer().assign(List.of(GIVEN));
            owned.take(Set.of(KafkaConversions.toPartition(GIVEN)));

            repair(bounded, StartPolicy.REFUSE)
                    .mend(
                            Set.of(GIVEN),
                            new OffsetOutOfRangeException(Map.of(GIVEN, 5L)),
                            Map.of(GIVEN, new PartitionContents(10, 40, 40, null, 0)));

            assertThat(told)
                    .containsExactly(
                            GIVEN.topic() + "/0 lost 5 to 10, where nobody reads on",
                            "[" + GIVEN.topic() + "/0] revoked");
        } finally {
            bounded.abandon();
        }
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> record(long offset, int leaderEpoch) {
        return new ConsumerRecord<>(
                GIVEN.topic(),
                GIVEN.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                1,
                null,
                ByteBuffer.allocate(1),
                new RecordHeaders(),
                Optional.of(leaderEpoch));
    }

    private static LogTruncationException cut(TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> places) {
        return new LogTruncationException(Map.of(partition, 20L), places);
    }

    private static Map<TopicPartition, PartitionContents> stocks(TopicPartition partition) {
        return Map.of(partition, new PartitionContents(0, 40, 40, null, 0));
    }

    private OffsetRepair repair(BoundedConsumer bounded) {
        return repair(bounded, StartPolicy.EARLIEST);
    }

    private OffsetRepair repair(BoundedConsumer bounded, StartPolicy start) {
        ReadingRules rules = new ReadingRules(
                (message, settled) -> new Content.Malformed("Code", "reason"), GracePeriod.NONE, start, AgeLimit.NONE);
        Assignment assignment = new Told();
        GroupMembership member = new GroupMembership(
                bounded,
                identities,
                owned,
                new OffsetlessPartitions(identities.admin(), rules, Time.system()),
                assignment);
        return new OffsetRepair(bounded, identities, owned, member, assignment);
    }
}
