package io.mediadeleter.chaos;

import static java.util.concurrent.TimeUnit.MINUTES;
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
import io.mediadeleter.kafka.KafkaRequestLog;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.inbox.KafkaInbox;
import io.mediadeleter.kafka.inbox.ReadingRules;
import io.mediadeleter.kafka.outbox.KafkaOutbox;
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
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A commit of which it is not known what became of it, while Kafka holds the group's offsets open: nobody led their partition when it was
 * ended, so that it was ended without them.
 */
@Timeout(value = 5, unit = MINUTES)
class HeldOffsetsIT {

    @AutoClose
    private final ClusterProcess cluster = ClusterProcess.start(3);

    @AutoClose
    private final KafkaFixture kafka = KafkaFixture.on(cluster);

    @AutoClose
    private final LoneLeaders leaders = new LoneLeaders(kafka);

    private final String requested = kafka.unique("requested");
    private final TopicNames topics = new TopicNames(
            requested, requested + ".bulk", kafka.unique("deleted"), "l", "p", "q", "control", List.of(), List.of());
    private final Partition partition = new Partition(requested, 0);
    private final KafkaSettings settings =
            new KafkaSettings(kafka.bootstrapServers(), kafka.unique("group"), "one", Map.of(), Map.of(), Map.of());
    private final List<Settled> settled = List.of(deleted());

    /** An instance asked for them until it was restarted, and settled nothing more. */
    @Test
    void offsetsThatWereAborted_areEndedBeforeTheyAreAskedFor() throws Exception {
        BrokerProcess coordinator = cluster.broker(2);
        leaders.createOffsets(coordinator);
        kafka.createTopics(1, requested, topics.deleted());
        ForgetfulProducer first = forgetful();
        try (KafkaInbox inbox = inbox();
                KafkaOutbox outbox = outbox(inbox, first)) {
            outbox.open();
            Joining joining = join(inbox);
            leaveOut(outbox, first, coordinator);

            await().until(
                            () -> { // it may have lost its place in the group meanwhile
                                inbox.poll(Duration.ofMillis(1), joining);
                                return commit(outbox);
                            },
                            Commit.DONE::equals);
        }
        await().untilAsserted(
                        () -> assertThat(kafka.readCommitted(topics.deleted())).hasSize(1));
        assertThat(leaders.isOpen(LoneLeaders.OFFSETS)).isFalse();
    }

    /** Whoever got its partitions waited until it was restarted. */
    @Test
    void offsetsOfAnInstanceThatHasNothingMoreToCommit_areEnded() throws Exception {
        BrokerProcess coordinator = cluster.broker(2);
        leaders.createOffsets(coordinator);
        kafka.createTopics(1, requested, topics.deleted());
        ForgetfulProducer first = forgetful();
        KafkaInbox inbox = inbox();
        KafkaOutbox outbox = outbox(inbox, first);
        try (KafkaRequestLog log = new KafkaRequestLog(settings, topics, inbox, outbox)) {
            outbox.open();
            Joining joining = join(inbox);
            leaveOut(outbox, first, coordinator);

            await().until(() -> {
                inbox.poll(Duration.ofMillis(1), joining);
                log.endFailed();
                return !outbox.holdsOffsets();
            });

            await().untilAsserted(() ->
                    assertThat(leaders.isOpen(LoneLeaders.OFFSETS)).isFalse());
        }
    }

    private KafkaOutbox outbox(KafkaInbox inbox, ForgetfulProducer first) {
        Queue<KafkaProducer<byte[], byte[]>> producers = new ArrayDeque<>(List.of(first));
        return new KafkaOutbox(
                settings,
                topics,
                inbox,
                new ResultEncoder("test"),
                () -> Optional.ofNullable(producers.poll())
                        .orElseGet(() -> new KafkaProducer<>(ClientConfigs.transactionalProducer(settings))));
    }

    /** A commit fails, and nobody is told that it was aborted. */
    private void leaveOut(KafkaOutbox outbox, ForgetfulProducer producer, BrokerProcess coordinator) throws Exception {
        producer.refuseCommits(true);
        producer.hideAborts();
        producer.beforeEnd(() -> leaders.pause(coordinator, LoneLeaders.OFFSETS));
        assertThat(commit(outbox)).isEqualTo(Commit.ABORTED);
        assertThat(outbox.holdsOffsets()).isTrue();
        leaders.resume(coordinator, LoneLeaders.OFFSETS);
        assertThat(leaders.isOpen(LoneLeaders.OFFSETS))
                .as("the abort was left out")
                .isTrue();
    }

    /** Brokers do not end its transaction while another broker's absence is waited for. */
    private ForgetfulProducer forgetful() {
        Map<String, Object> config = new HashMap<>(ClientConfigs.transactionalProducer(settings));
        config.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(Duration.ofMinutes(5).toMillis()));
        return new ForgetfulProducer(config);
    }

    private KafkaInbox inbox() {
        return new KafkaInbox(
                settings,
                topics,
                new ReadingRules(
                        (message, done) -> new Malformed("none", "none"),
                        GracePeriod.NONE,
                        StartPolicy.EARLIEST,
                        AgeLimit.NONE));
    }

    private static Joining join(KafkaInbox inbox) {
        Joining joining = new Joining();
        inbox.open();
        await().until(() -> {
            inbox.poll(Duration.ofMillis(100), joining);
            return joining.isDone;
        });
        return joining;
    }

    private Commit commit(KafkaOutbox outbox) {
        return outbox.commit(settled, Map.of(partition, new CommitPoint(1, "")));
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
