package io.mediadeleter.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.chaos.BrokerProcess.Node;
import io.mediadeleter.fixture.Broker;
import io.mediadeleter.fixture.FreePorts;
import io.mediadeleter.fixture.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka cluster whose nodes can be killed: one node, or three that keep everything three times and acknowledge what
 * two of them have. Kafka's own defaults otherwise, but that a dead node is noticed within 3 s. Not thread-safe.
 */
record ClusterProcess(List<BrokerProcess> brokers, Path directory) implements Broker {

    private static final Duration PATIENCE = Patience.LIMIT;

    /** Starts a cluster that takes requests when this returns. */
    static ClusterProcess start(int size) {
        return start(size, BrokerClasses.options());
    }

    /**
     * The same.
     *
     * @param java class path and other options of {@code java}
     */
    static ClusterProcess start(int size, List<String> java) {
        List<Node> nodes = nodes(size);
        Map<String, String> settings = settings(size);
        settings.put("controller.quorum.voters", nodes.stream().map(Node::voter).collect(Collectors.joining(",")));
        String clusterId = Uuid.randomUuid().toString();
        List<BrokerProcess> brokers = new ArrayList<>();
        ClusterProcess cluster = new ClusterProcess(brokers, temporaryDirectory());
        try {
            nodes.forEach(node ->
                    brokers.add(BrokerProcess.start(node, cluster.directory, clusterId, Map.copyOf(settings), java)));
            cluster.awaitNodes();
            return cluster;
        } catch (RuntimeException | AssertionError failed) {
            cluster.close();
            throw failed;
        }
    }

    @Override
    public String bootstrapServers() {
        return brokers.stream().map(broker -> broker.node().address()).collect(Collectors.joining(","));
    }

    BrokerProcess broker(int index) {
        return brokers.get(index);
    }

    int size() {
        return brokers.size();
    }

    /** Waits until all nodes serve. */
    void awaitNodes() {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000))) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(admin.describeCluster().nodes().get(2, TimeUnit.SECONDS))
                                    .hasSize(brokers.size()));
        }
    }

    @Override
    public void close() {
        brokers.forEach(BrokerProcess::close);
        Broker.forget(directory);
    }

    private static Map<String, String> settings(int size) {
        String replicas = Integer.toString(size);
        String inSync = Integer.toString(size / 2 + 1);
        return new HashMap<>(Map.ofEntries(
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", replicas),
                Map.entry("min.insync.replicas", inSync),
                Map.entry("offsets.topic.replication.factor", replicas),
                Map.entry("offsets.topic.num.partitions", "6"),
                Map.entry("transaction.state.log.replication.factor", replicas),
                Map.entry("transaction.state.log.min.isr", inSync),
                Map.entry("transaction.state.log.num.partitions", "6"),
                Map.entry("share.coordinator.state.topic.replication.factor", replicas),
                Map.entry("share.coordinator.state.topic.min.isr", inSync),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                Map.entry("log.index.size.max.bytes", "1048576"),
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2")));
    }

    private static List<Node> nodes(int size) {
        List<Integer> ports = FreePorts.take(2 * size);
        return IntStream.range(0, size)
                .mapToObj(i -> new Node(i + 1, ports.get(2 * i), ports.get(2 * i + 1)))
                .toList();
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("cluster-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
