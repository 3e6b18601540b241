package io.mediadeleter.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediadeleter.fixture.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The recipe of publish.md for the tests of a service that publishes requests: Kafka, a VOD API and this service in
 * containers. It runs where a Docker engine answers and has both images; {@code src/main/docker/Dockerfile} says how
 * they are made.
 */
class ContainersIT {

    private static final String SERVICE = "media-deleter";
    private static final String SIMULATOR = "media-deleter-simulator";
    private static final String KAFKA = "apache/kafka:4.4.0";

    @Test
    void request_isDeletedAtTheApiInItsContainer() throws Exception {
        assumeTrue(hasImages(), "no Docker engine with the images " + SERVICE + " and " + SIMULATOR);
        // The recipe begins here.
        try (Network network = Network.newNetwork();
                KafkaContainer kafka =
                        new KafkaContainer(KAFKA).withNetwork(network).withListener("kafka:19092");
                GenericContainer<?> simulator = new GenericContainer<>(SIMULATOR)
                        .withNetwork(network)
                        .withNetworkAliases("simulator")
                        .withExposedPorts(8085)
                        .waitingFor(Wait.forHttp("/control/state"));
                GenericContainer<?> topics = command(network, "topics", "create")
                        .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Patience.LIMIT));
                GenericContainer<?> service = command(network, "run")
                        .withExposedPorts(8080)
                        .waitingFor(Wait.forHttp("/health/ready").withStartupTimeout(Patience.LIMIT))) {
            kafka.start(); // your service and your test connect to kafka.getBootstrapServers()
            simulator.start();
            topics.start();
            service.start();

            // Your service publishes; here the program does.
            ExecResult published = service.execInContainer(
                    "java",
                    "-jar",
                    "/opt/media-deleter/media-deleter.jar",
                    "request",
                    "--file-id",
                    "5285485487985271487");
            assertThat(published.getExitCode()).as(published.getStderr()).isZero();
            await().until(() -> control(simulator, "GET", "calls?fileId=5285485487985271487", "")
                    .contains("\"outcome\":\"OK\""));

            // A failure that is ordered while all runs: such a request ends on the dead-letter topic.
            String fault = "InvalidParameterValue.SubAppId@5285485487985271488";
            assertThat(control(simulator, "POST", "faults", "{\"faults\": [\"" + fault + "\"]}"))
                    .contains(fault);
        }
    }

    /** A container of the service that has all it needs to reach the others. */
    private static GenericContainer<?> command(Network network, String... command) {
        return new GenericContainer<>(SERVICE)
                .withNetwork(network)
                .withEnv("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "kafka:19092")
                .withEnv("MEDIA_DELETER_VOD_ENDPOINT", "http://simulator:8085")
                .withEnv("TENCENTCLOUD_SECRET_ID", "sim-4f7c2e91-id")
                .withEnv("TENCENTCLOUD_SECRET_KEY", "sim-4f7c2e91-key")
                .withEnv("MEDIA_DELETER_OPS_HOST", "0.0.0.0")
                .withEnv("MEDIA_DELETER_RETRY_DELAYS", "1s,2s,3s") // or a transient failure takes some twelve minutes
                .withCommand(command);
    }

    /** What the simulator's control API answers. */
    private static String control(GenericContainer<?> simulator, String method, String path, String body)
            throws IOException, InterruptedException {
        URI uri =
                URI.create("http://" + simulator.getHost() + ":" + simulator.getMappedPort(8085) + "/control/" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static boolean hasImages() {
        return DockerClientFactory.instance().isDockerAvailable()
                && List.of(SERVICE, SIMULATOR).stream().allMatch(ContainersIT::isHere);
    }

    private static boolean isHere(String image) {
        return !DockerClientFactory.lazyClient()
                .listImagesCmd()
                .withReferenceFilter(image)
                .exec()
                .isEmpty();
    }
}
