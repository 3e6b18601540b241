package io.mediadeleter.chaos;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Results;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.inbox.KafkaInbox;
import io.mediadeleter.kafka.inbox.ReadingRules;
import io.mediadeleter.kafka.outbox.KafkaOutbox;
import io.mediadeleter.kafka.outbox.Offsets;
import io.mediadeleter.kafka.outbox.SecondAbort;
import io.mediadeleter.kafka.outbox.TransactionEnd;
import io.mediadeleter.kafka.outbox.TransactionResult;
import io.mediadeleter.kafka.outbox.Transactions;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transaction that is aborted while a partition in which it has written has no leader: Kafka 4.3 and 4.4 end it without that one. */
@Timeout(value = 5, unit = MINUTES)
class SkippedAbortIT {

    private static final String OFFSETS = "__consumer_offsets";

    @AutoClose
    private final ClusterProcess cluster = ClusterProcess.start(3);

    @AutoClose
    private final KafkaFixture kafka = KafkaFixture.on(cluster);

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
        kafka.createTopics(List.of(
                new NewTopic(results, Map.of(0, List.of(leader.node().id())))
                        .configs(Map.of(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1"))));
        try (KafkaInbox inbox = new KafkaInbox(
                        settings,
                        topics,
                        new ReadingRules(
                                (message, settled) -> new Malformed("none", "none"),
                                GracePeriod.NONE,
                                StartPolicy.EARLIEST,
                                AgeLimit.NONE));
                KafkaOutbox outbox = new KafkaOutbox(settings, topics, inbox, new ResultEncoder("test"))) {
            outbox.open();
            List<Settled> settled = List.of(deleted(), given());
            CompletableFuture<Commit> first = CompletableFuture.supplyAsync(
                    () -> outbox.commit(settled, Map.of())); // waits in vain for the topic of the dead letter
            await("the result, and its acknowledgement, which nothing shows")
                    .during(Duration.ofSeconds(1))
                    .until(() ->
                            kafka.endOffsets(List.of(results)).values().stream().anyMatch(end -> end > 0));
            leader.pause(); // long enough before the abort for the other brokers to notice
            assertThat(first.get()).isEqualTo(Commit.ABORTED);
            leader.resume();
            await("the leader").ignoreExceptions().until(() -> isLed(results));
            assertThat(isOpen(results)).as("the abort was left out").isTrue();
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
        List<Integer> only = List.of(coordinator.node().id());
        kafka.createTopics(List.of(new NewTopic(
                        OFFSETS,
                        Map.of(0, only, 1, only, 2, only, 3, only, 4, only, 5, only)) // as many as brokers count on
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        "1"))));
        kafka.createTopics(2, topics.requested());
        TopicPartition gone = new TopicPartition(topics.requested(), 0);
        TopicPartition kept = new TopicPartition(topics.requested(), 1);
        ConsumerGroupMetadata group = new ConsumerGroupMetadata(settings.groupId());
        OffsetAndMetadata aborted = new OffsetAndMetadata(100);
        Offsets first = new Offsets(Map.of(gone, aborted, kept, aborted), group);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(ClientConfigs.transactionalProducer(settings))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(first.points(), group);
            coordinator.pause();
            await("nobody").ignoreExceptions().until(() -> !isLed(OFFSETS));
            producer.abortTransaction();
            coordinator.resume();
            await("the coordinator").ignoreExceptions().until(() -> isLed(OFFSETS));
            assertThat(isOpen(OFFSETS)).as("the abort was left out").isTrue();
            Transactions<String> transactions = new Transactions<>(producer, new DeliveryLimit(Patience.LIMIT));
            SecondAbort<String> second = new SecondAbort<>();
            second.add(new TransactionResult<>(TransactionEnd.ABORTED, null, Map.of(), List.of(), first));

            Offsets next = new Offsets(Map.of(kept, new OffsetAndMetadata(101)), group);

            await().until(() -> second.run(transactions, next.points()).isEmpty());

            await().until(() -> transactions.commit(List.of(), next).end(), TransactionEnd.COMMITTED::equals);
        }
        await().untilAsserted(() -> assertThat(kafka.admin()
                        .listConsumerGroupOffsets(settings.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get())
                .containsOnlyKeys(kept));
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

    private boolean isOpen(String topic) throws InterruptedException, ExecutionException {
        List<TopicPartition> all = IntStream.range(
                        0, kafka.describe(topic).partitions().size())
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
        return kafka.admin().describeProducers(all).all().get().values().stream()
                .flatMap(partition -> partition.activeProducers().stream())
                .anyMatch(producer -> producer.currentTransactionStartOffset().isPresent());
    }

    private boolean isLed(String topic) throws InterruptedException, ExecutionException {
        return kafka.admin().describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .flatMap(described -> described.partitions().stream())
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }
}
