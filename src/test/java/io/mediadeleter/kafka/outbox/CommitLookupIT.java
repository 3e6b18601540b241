package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.control.members.NameUse;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Results;
import io.mediadeleter.fixture.ForgetfulProducer;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.inbox.KafkaInbox;
import io.mediadeleter.kafka.inbox.ReadingRules;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.port.GroupKnowledge;
import io.mediadeleter.pipeline.port.RequestLog.Assignment;
import io.mediadeleter.pipeline.port.RequestLog.Commit;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.StartPolicy;
import io.mediadeleter.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A commit without an answer, while the group's offsets are held open: as they are where Kafka has left out their partition when it
 * ended a transaction. Here it is another producer's.
 */
@WithKafka
class CommitLookupIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final KafkaFixture kafka;
    private final TopicNames topics;
    private final Partition partition;
    private final KafkaSettings settings;
    private final StoppedTime time = new StoppedTime();
    private final Joining joining = new Joining();
    private final Map<Partition, CommitPoint> offsets;
    private final List<Settled> settled;

    private ForgetfulProducer first;
    private KafkaProducer<byte[], byte[]> other;
    private KafkaInbox inbox;
    private KafkaOutbox outbox;

    CommitLookupIT(KafkaFixture kafka) {
        this.kafka = kafka;
        String requested = kafka.unique("requested");
        topics = new TopicNames(
                requested,
                requested + ".bulk",
                kafka.unique("deleted"),
                "l",
                "p",
                "q",
                "media-deleter.control",
                List.of(),
                List.of());
        partition = new Partition(requested, 0);
        settings =
                new KafkaSettings(kafka.bootstrapServers(), kafka.unique("group"), "one", Map.of(), Map.of(), Map.of());
        offsets = Map.of(partition, new CommitPoint(1, ""));
        settled = List.of(deleted());
    }

    @BeforeEach
    @SuppressWarnings("removal") // a consumer's own metadata would take a member
    void open() {
        kafka.createTopics(1, topics.requested(), topics.deleted());
        first = new ForgetfulProducer(ClientConfigs.transactionalProducer(settings));
        Queue<KafkaProducer<byte[], byte[]>> producers =
                new ArrayDeque<>(List.of(first, new KafkaProducer<>(ClientConfigs.transactionalProducer(settings))));
        inbox = new KafkaInbox(
                settings,
                topics,
                new ReadingRules(
                        (message, settled) -> new Malformed("none", "none"),
                        GracePeriod.NONE,
                        StartPolicy.EARLIEST,
                        AgeLimit.NONE));
        inbox.open();
        await().until(() -> {
            inbox.poll(Duration.ofMillis(100), joining);
            return joining.isDone;
        });
        outbox = new KafkaOutbox(settings, topics, inbox, new ResultEncoder("test"), producers::remove, time);
        outbox.open();

        Map<String, Object> patient = new HashMap<>(ClientConfigs.transactionalProducer(new KafkaSettings(
                kafka.bootstrapServers(), kafka.unique("other"), "two", Map.of(), Map.of(), Map.of())));
        patient.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(Duration.ofMinutes(5).toMillis()));
        other = new KafkaProducer<>(patient);
        other.initTransactions();
        other.beginTransaction();
        other.sendOffsetsToTransaction(
                Map.of(KafkaConversions.toTopicPartition(partition), new OffsetAndMetadata(0)),
                new ConsumerGroupMetadata(settings.groupId()));
    }

    @AfterEach
    void close() {
        other.abortTransaction();
        other.close();
        outbox.close();
        inbox.close();
    }

    /** An instance that asked for ever would settle nothing any more. */
    @Test
    void commitThatNothingTellsOf_isTakenForAbortedInTheEnd() {
        first.refuseCommits(true);
        first.beforeEnd(() -> {
            throw new KafkaException("cut off");
        });
        assertThat(commit()).isEqualTo(Commit.ABORTED);

        assertThat(commit()).as("its offsets may only be late").isEqualTo(Commit.ABORTED);
        time.pass(LONG);

        await().until(this::commit, Commit.DONE::equals);
        assertSettledOnce();
    }

    @Test
    void commitWhoseOffsetsCount_isFoundBesideWhatIsOpen() {
        first.hideCommits();
        assertThat(commit()).isEqualTo(Commit.ABORTED);

        await().until(this::commit, Commit.DONE_BEFORE::equals);
        assertSettledOnce();
    }

    private Commit commit() {
        return outbox.commit(settled, offsets);
    }

    /** What was aborted is no record to a reader of committed ones. */
    private void assertSettledOnce() {
        await().untilAsserted(
                        () -> assertThat(kafka.readCommitted(topics.deleted())).hasSize(1));
    }

    private Settled deleted() {
        DeleteRequest request = new DeleteRequest("e-7", new MediaId(null, "7"), Deliveries.WHOLE, null, null);
        Delivery delivery = new Deliveries().of(partition, "7", Deliveries.WHOLE);
        return new Settled(
                delivery, new Settlement.Completed(Results.deleted(delivery.origin(), request, Instant.now())));
    }

    /** A member of the group that waits for its partition. */
    private static final class Joining implements Assignment, GroupKnowledge {

        private boolean isDone;

        @Override
        public void assigned(
                Set<Partition> partitions, long epoch, Map<Partition, CommitPoint> committed, Map<String, String> ids) {
            isDone = true;
        }

        @Override
        public GroupKnowledge knowledge() {
            return this;
        }

        @Override
        public KnownStart knownStart() {
            return new KnownStart(true, null);
        }

        @Override
        public NameUse nameSince(Moment then) {
            return NameUse.ALONE;
        }

        @Override
        public void revoked(Set<Partition> partitions) {}

        @Override
        public void lost(Set<Partition> partitions) {}
    }
}
