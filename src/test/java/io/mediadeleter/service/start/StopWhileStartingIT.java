package io.mediadeleter.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.FreePorts;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.ProxiedKafka;
import io.mediadeleter.fixture.SharedClasses;
import io.mediadeleter.fixture.WebPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance that waits while it starts: it says how it is, and SIGTERM ends it as one that has nothing to finish. */
class StopWhileStartingIT {

    private final int port = FreePorts.take(1).get(0);

    /** Connections are taken, and never answered. */
    @AutoClose
    private final ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    StopWhileStartingIT() throws IOException {}

    @Test
    void brokersThatDoNotAnswer() {
        try (ChildProcess instance = start(deployment(silentAddress())
                .with("dry-run", "true")
                .with("kafka.client.request.timeout.ms", "600000")
                .with("kafka.client.default.api.timeout.ms", "600000"))) {
            assertAnswersAndEnds(instance);
        }
    }

    @Test
    void roleThatDoesNotAnswer() throws Exception {
        Path names = Files.writeString(
                home.resolve("hosts"), "127.0.0.1 metadata.tencentyun.com\n127.0.0.1 localhost\n"); // else it is no CVM
        try (ServerSocket role = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ChildProcess instance = start(
                        deployment(silentAddress()),
                        "-Djdk.net.hosts.file=" + names,
                        "-Dhttp.proxyHost=127.0.0.1",
                        "-Dhttp.proxyPort=" + role.getLocalPort(),
                        "-Dsun.net.client.defaultReadTimeout=600000",
                        "-Duser.home=" + home)) {
            role.setSoTimeout((int) Patience.LIMIT.toMillis());
            try (Socket asked = role.accept()) {
                assertThat(asked.isConnected()).isTrue();
                assertAnswersAndEnds(instance);
            }
        }
    }

    @Test
    void transactionsThatNobodyCoordinates() {
        ProxiedKafka broker =
                ProxiedKafka.start(versions -> {}, Map.of("transaction.state.log.replication.factor", "3"));
        try (KafkaFixture kafka = KafkaFixture.on(broker)) {
            Deployment deployment = deployment(kafka.bootstrapServers())
                    .with("dry-run", "true")
                    .with("kafka.producer.max.block.ms", "5000");
            deployment.createTopics();
            try (ChildProcess instance = start(deployment)) {
                await("a try").until(() -> instance.log().contains("initTransactions timed out; attempts left"));
                assertAnswersAndEnds(instance);
            }
        }
    }

    private void assertAnswersAndEnds(ChildProcess instance) {
        URI root = URI.create("http://127.0.0.1:" + port);
        await("an answer")
                .ignoreExceptions()
                .until(() -> WebPage.get(root.resolve("/health/live")).statusCode() == 200);
        assertThat(WebPage.get(root.resolve("/health/ready")))
                .returns(503, answer -> answer.statusCode())
                .satisfies(answer -> assertThat(answer.body()).contains("starting"));
        assertThat(List.of("/", "/metrics", "/status")).allSatisfy(path -> {
            assertThat(WebPage.get(root.resolve(path)).statusCode()).isEqualTo(503);
            assertThat(WebPage.text(root.resolve(path))).contains("starting");
        });

        instance.terminate();

        assertThat(instance.awaitExit(Patience.LIMIT)).as(instance.log()).isZero();
        assertThat(instance.log()).contains("Shutdown complete: ").doesNotContain("Stopped: ");
    }

    private Deployment deployment(String brokers) {
        return Deployment.of("starting-" + UUID.randomUUID(), brokers, URI.create("http://127.0.0.1:1"))
                .with("ops.port", String.valueOf(port));
    }

    private String silentAddress() {
        return "127.0.0.1:" + silent.getLocalPort();
    }

    /** Without keys in its environment. */
    private static ChildProcess start(Deployment deployment, String... jvmOptions) {
        Map<String, String> environment =
                new HashMap<>(deployment.with("instance-id", "one").settings());
        List<String> arguments = new ArrayList<>(SharedClasses.ofTheJar());
        arguments.addAll(List.of(jvmOptions));
        Stream.of("-jar", System.getProperty("jar", "target/media-deleter.jar"), "run")
                .forEach(arguments::add);
        return ChildProcess.java(deployment.name(), environment, arguments);
    }
}
