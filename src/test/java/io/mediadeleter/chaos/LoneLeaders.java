package io.mediadeleter.chaos;

import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/** Topics that one broker alone has: nobody leads them while it is paused. */
final class LoneLeaders implements AutoCloseable {

    /** What groups have committed. */
    static final String OFFSETS = "__consumer_offsets";

    private static final int OFFSETS_PARTITIONS = 6; // as many as brokers count on

    private final KafkaFixture kafka;
    private final Admin admin;

    LoneLeaders(KafkaFixture kafka) {
        this.kafka = kafka;
        // A paused broker does not answer, so it is given up soon.
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000));
    }

    void create(String topic, BrokerProcess leader) {
        create(topic, 1, leader, Map.of());
    }

    void createOffsets(BrokerProcess leader) {
        create(
                OFFSETS,
                OFFSETS_PARTITIONS,
                leader,
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    private void create(String topic, int partitions, BrokerProcess leader, Map<String, String> config) {
        List<Integer> only = List.of(leader.node().id());
        Map<Integer, List<Integer>> replicas =
                IntStream.range(0, partitions).boxed().collect(Collectors.toMap(Function.identity(), each -> only));
        Map<String, String> all = new HashMap<>(config);
        all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1");
        kafka.createTopics(List.of(new NewTopic(topic, replicas).configs(all)));
    }

    /** Returns when nobody leads it, and the other brokers know, which hear of it one after the other. */
    void pause(BrokerProcess leader, String topic) {
        leader.pause();
        await("nobody").during(Duration.ofSeconds(1)).ignoreExceptions().until(() -> !isLed(topic));
    }

    /** Returns when it is led again. */
    void resume(BrokerProcess leader, String topic) {
        leader.resume();
        await("the leader").ignoreExceptions().until(() -> isLed(topic));
    }

    /** Whether a transaction is open in it. */
    boolean isOpen(String topic) throws InterruptedException, ExecutionException {
        List<TopicPartition> all = IntStream.range(
                        0, kafka.describe(topic).partitions().size())
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
        return kafka.admin().describeProducers(all).all().get().values().stream()
                .flatMap(partition -> partition.activeProducers().stream())
                .anyMatch(producer -> producer.currentTransactionStartOffset().isPresent());
    }

    private boolean isLed(String topic) throws InterruptedException, ExecutionException {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .flatMap(described -> described.partitions().stream())
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }

    @Override
    public void close() {
        admin.close();
    }
}
