package io.mediadeleter.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Results;
import io.mediadeleter.fixture.ForgetfulProducer;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.inbox.KafkaInbox;
import io.mediadeleter.kafka.inbox.ReadingRules;
import io.mediadeleter.kafka.outbox.DecidedOffsets;
import io.mediadeleter.kafka.outbox.KafkaOutbox;
import io.mediadeleter.kafka.outbox.Offsets;
import io.mediadeleter.kafka.outbox.SecondAbort;
import io.mediadeleter.kafka.outbox.TransactionEnd;
import io.mediadeleter.kafka.outbox.TransactionResult;
import io.mediadeleter.kafka.outbox.Transactions;
import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.port.RequestLog.Commit;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.StartPolicy;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transaction that is aborted while a partition in which it has written has no leader: Kafka 4.3 and 4.4 end it without that one. */
@Timeout(value = 5, unit = MINUTES)
class SkippedAbortIT {

    @AutoClose
    private final ClusterProcess cluster = ClusterProcess.start(3);

    @AutoClose
    private final KafkaFixture kafka = KafkaFixture.on(cluster);

    @AutoClose
    private final LoneLeaders leaders = new LoneLeaders(kafka);

    private final String results = kafka.unique("deleted");
    private final TopicNames topics = new TopicNames(
            kafka.unique("requested"),
            "bulk",
            results,
            kafka.unique("letters"),
            "p",
            "q",
            "control",
            List.of(),
            List.of());
    private final Partition partition = new Partition(topics.requested(), 0);
    private final Deliveries deliveries = new Deliveries();
    private final KafkaSettings settings =
            new KafkaSettings(kafka.bootstrapServers(), kafka.unique("group"), "one", Map.of(), Map.of(), Map.of());

    @Test
    void resultThatWasAbortedThere_isNotCommittedByTheNextTransaction() throws Exception {
        BrokerProcess leader = cluster.broker(2);
        kafka.createTopics(1, topics.requested());
        leaders.create(results, leader);
        ForgetfulProducer producer = forgetful();
        try (KafkaInbox inbox = new KafkaInbox(
                        settings,
                        topics,
                        new ReadingRules(
                                (message, settled) -> new Malformed("none", "none"),
                                GracePeriod.NONE,
                                StartPolicy.EARLIEST,
                                AgeLimit.NONE));
                KafkaOutbox outbox =
                        new KafkaOutbox(settings, topics, inbox, new ResultEncoder("test"), () -> producer)) {
            outbox.open();
            List<Settled> settled = List.of(deleted(), given());
            producer.beforeEnd(() -> leaders.pause(leader, results));
            assertThat(outbox.commit(settled, Map.of()))
                    .as("it waits in vain for the topic of the dead letter")
                    .isEqualTo(Commit.ABORTED);
            producer.beforeEnd(() -> {});
            leaders.resume(leader, results);
            assertThat(leaders.isOpen(results)).as("the abort was left out").isTrue();
            kafka.createTopics(1, topics.deadLetter());

            await().until(() -> outbox.commit(settled, Map.of()), Commit.DONE::equals);
        }
        // Kafka says that a transaction is committed before it is everywhere.
        await("the result's end").until(() -> !kafka.readCommitted(results).isEmpty());
        assertThat(kafka.readCommitted(results)).hasSize(1);
    }

    /** They would skip the requests of partitions that have gone to others by then. */
    @Test
    @SuppressWarnings("removal") // a consumer's own metadata would take a member
    void offsetsThatWereAbortedThere_areNotCommittedByTheNextTransaction() throws Exception {
        BrokerProcess coordinator = cluster.broker(2);
        leaders.createOffsets(coordinator);
        kafka.createTopics(2, topics.requested());
        TopicPartition gone = new TopicPartition(topics.requested(), 0);
        TopicPartition kept = new TopicPartition(topics.requested(), 1);
        ConsumerGroupMetadata group = new ConsumerGroupMetadata(settings.groupId());
        OffsetAndMetadata aborted = new OffsetAndMetadata(100);
        Offsets first = new Offsets(Map.of(gone, aborted, kept, aborted), group);
        try (ForgetfulProducer producer = forgetful()) {
            Transactions<String> transactions = new Transactions<>(producer, new DeliveryLimit(Patience.LIMIT));
            SecondAbort<String> second = new SecondAbort<>();
            producer.initTransactions();
            producer.refuseCommits(true);
            producer.beforeEnd(() -> leaders.pause(coordinator, LoneLeaders.OFFSETS));
            TransactionResult<String> failed = transactions.commit(List.of(), first);
            producer.refuseCommits(false);
            producer.beforeEnd(() -> {});
            assertThat(failed.end()).isEqualTo(TransactionEnd.ABORTED);
            leaders.resume(coordinator, LoneLeaders.OFFSETS);
            assertThat(leaders.isOpen(LoneLeaders.OFFSETS))
                    .as("the abort was left out")
                    .isTrue();
            second.add(failed);

            Offsets next = new Offsets(Map.of(kept, new OffsetAndMetadata(101)), group);

            await().until(() -> second.abortOffsets(transactions, kept).isEmpty());

            await().until(() -> transactions.commit(List.of(), next).end(), TransactionEnd.COMMITTED::equals);
        }
        await().untilAsserted(() -> assertThat(kafka.admin()
                        .listConsumerGroupOffsets(settings.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get())
                .containsOnlyKeys(kept));
    }

    /** The abort waits for the end of what was sent, not for its acknowledgement. */
    @Test
    void resultThatWasNeverAcknowledged_isNotCommittedByTheNextTransaction() throws Exception {
        BrokerProcess leader = cluster.broker(2);
        leaders.create(results, leader);
        Outgoing<String> first = result("r0");
        Outgoing<String> doubtful = result("r1");
        try (ForgetfulProducer producer = forgetful()) {
            Transactions<String> transactions = new Transactions<>(producer, new DeliveryLimit(Patience.LIMIT));
            SecondAbort<String> second = secondAbort();
            producer.initTransactions();
            second.committed(commit(transactions, first));
            awaitCommitted("r0");
            producer.forget(true);
            producer.beforeEnd(() -> leaders.pause(leader, results));

            TransactionResult<String> failed = transactions.commit(List.of(doubtful), null);

            producer.forget(false);
            producer.beforeEnd(() -> {});
            assertThat(failed.end()).isEqualTo(TransactionEnd.ABORTED);
            assertThat(failed.acknowledged()).isEmpty();
            leaders.resume(leader, results);
            assertThat(leaders.isOpen(results)).as("the abort was left out").isTrue();
            second.add(failed);
            await().ignoreExceptions()
                    .until(() -> second.abortRecords(transactions).isEmpty());
            commit(transactions, doubtful);
        }
        awaitCommitted("r0", "r1");
    }

    /** An abort there would take from readers what was committed. */
    @Test
    void resultWhoseCommitWasLeftOut_isNotAborted() throws Exception {
        BrokerProcess leader = cluster.broker(2);
        leaders.create(results, leader);
        Outgoing<String> first = result("r0");
        Outgoing<String> doubtful = result("r1");
        StoppedTime time = new StoppedTime();
        try (ForgetfulProducer producer = forgetful()) {
            Transactions<String> transactions = new Transactions<>(producer, new DeliveryLimit(Patience.LIMIT));
            SecondAbort<String> second = secondAbort(time);
            producer.initTransactions();
            producer.beforeEnd(() -> leaders.pause(leader, results));
            second.committed(commit(transactions, first));
            producer.beforeEnd(() -> {});
            leaders.resume(leader, results);
            assertThat(leaders.isOpen(results)).as("the commit was left out").isTrue();
            producer.loseRecords(true);
            TransactionResult<String> failed = transactions.commit(List.of(doubtful), null);
            producer.loseRecords(false);
            assertThat(failed.end()).isEqualTo(TransactionEnd.ABORTED);
            second.add(failed);

            assertThatThrownBy(() -> second.abortRecords(transactions)).isInstanceOf(TimeoutException.class);
            await().ignoreExceptionsInstanceOf(TimeoutException.class).until(() -> {
                time.pass(Duration.ofMinutes(1)); // counts from the first answer on
                return second.abortRecords(transactions).isEmpty();
            });

            commit(transactions, doubtful);
        }
        awaitCommitted("r0", "r1");
    }

    /** The client sends the offsets again while it aborts. */
    @Test
    @SuppressWarnings("removal") // a consumer's own metadata would take a member
    void offsetsWhoseAnswerWasLost_areNotCommittedByTheNextTransaction() throws Exception {
        BrokerProcess coordinator = cluster.broker(2);
        leaders.createOffsets(coordinator);
        kafka.createTopics(2, topics.requested());
        TopicPartition gone = new TopicPartition(topics.requested(), 0);
        TopicPartition kept = new TopicPartition(topics.requested(), 1);
        ConsumerGroupMetadata group = new ConsumerGroupMetadata(settings.groupId());
        Offsets first = new Offsets(Map.of(kept, at(99, 1)), group);
        Offsets doubtful = new Offsets(Map.of(gone, at(100, 2), kept, at(100, 2)), group);
        Offsets next = new Offsets(Map.of(kept, at(101, 3)), group);
        try (ForgetfulProducer producer = forgetful()) {
            Transactions<String> transactions = new Transactions<>(producer, new DeliveryLimit(Patience.LIMIT));
            SecondAbort<String> second = secondAbort();
            producer.initTransactions();
            TransactionResult<String> done = transactions.commit(List.of(), first);
            assertThat(done.end()).isEqualTo(TransactionEnd.COMMITTED);
            second.committed(done);
            producer.forget(true);
            producer.beforeEnd(() -> leaders.pause(coordinator, LoneLeaders.OFFSETS));

            TransactionResult<String> failed = transactions.commit(List.of(), doubtful);

            producer.forget(false);
            producer.beforeEnd(() -> {});
            assertThat(failed.end()).isEqualTo(TransactionEnd.ABORTED);
            assertThat(failed.offsets()).isNull();
            leaders.resume(coordinator, LoneLeaders.OFFSETS);
            assertThat(leaders.isOpen(LoneLeaders.OFFSETS))
                    .as("the abort was left out")
                    .isTrue();
            second.add(failed);
            await().ignoreExceptions()
                    .until(() -> second.abortOffsets(transactions, kept).isEmpty());
            await().until(() -> transactions.commit(List.of(), next).end(), TransactionEnd.COMMITTED::equals);
        }
        await().untilAsserted(() -> assertThat(kafka.admin()
                        .listConsumerGroupOffsets(settings.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get())
                .containsExactly(Map.entry(kept, at(101, 3))));
    }

    private static OffsetAndMetadata at(long offset, int transaction) {
        return new OffsetAndMetadata(offset, "md2:topic-id:t" + transaction + ":");
    }

    /** Brokers do not end its transactions while another broker's absence is waited for. */
    private ForgetfulProducer forgetful() {
        Map<String, Object> config = new HashMap<>(ClientConfigs.transactionalProducer(settings));
        config.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(Duration.ofMinutes(5).toMillis()));
        return new ForgetfulProducer(config);
    }

    private SecondAbort<String> secondAbort() {
        return secondAbort(Time.system());
    }

    private SecondAbort<String> secondAbort(Time time) {
        return new SecondAbort<>(DecidedOffsets.of(settings, kafka.admin(), Duration.ofSeconds(4)), time);
    }

    private Outgoing<String> result(String name) {
        return new Outgoing<>(name, new ProducerRecord<>(results, 0, name.getBytes(UTF_8), new byte[0]), false);
    }

    private static TransactionResult<String> commit(Transactions<String> transactions, Outgoing<String> record) {
        TransactionResult<String> outcome = transactions.commit(List.of(record), null);
        assertThat(outcome.end()).isEqualTo(TransactionEnd.COMMITTED);
        return outcome;
    }

    /** Kafka says that a transaction is committed before it is everywhere. */
    private void awaitCommitted(String... names) {
        await().untilAsserted(() -> assertThat(kafka.readCommitted(results))
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactly(names));
    }

    private Settled deleted() {
        DeleteRequest request = new DeleteRequest("e-7", new MediaId(null, "7"), Deliveries.WHOLE, null, null);
        Delivery delivery = deliveries.of(partition, "7", Deliveries.WHOLE);
        return new Settled(
                delivery, new Settlement.Completed(Results.deleted(delivery.origin(), request, Instant.now())));
    }

    private Settled given() {
        Fault fault = new Fault(FaultKind.PERMANENT, "UnsupportedOperation", "not that one", "r-1");
        Instant now = Instant.now();
        return new Settled(
                deliveries.of(partition, "8", Deliveries.WHOLE), new Settlement.DeadLettered(1, now, now, fault));
    }
}
