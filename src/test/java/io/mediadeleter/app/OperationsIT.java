package io.mediadeleter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of an instance that works with a real broker. */
@WithKafka
class OperationsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ServiceRig rig;

    @SuppressWarnings("NullAway.Init")
    private URI root;

    OperationsIT(KafkaFixture kafka) {
        rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_OPS_PORT", "0"));
    }

    @BeforeEach
    void start() {
        root = rig.startWithPages("one");
        await("ready")
                .atMost(ServiceRig.PATIENCE)
                .until(() -> get("/health/ready").statusCode() == 200);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void instanceThatWorks_isLiveAndShowsItsPartitions() {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        JsonNode status = status();

        assertThat(status.path("phase").asText()).isEqualTo("RUNNING");
        assertThat(status.at("/instance/name").asText()).isEqualTo("one");
        assertThat(status.at("/calls/state").asText()).isEqualTo("CALLING");
        assertThat(requestedPartitions(status)
                        .map(partition -> partition.path("partition").asInt()))
                .containsExactly(0, 1);
    }

    @Test
    void settledRequest_isCountedAndRead() {
        rig.requestAll(fileIds(1));
        rig.results(1);

        await().untilAsserted(() -> assertThat(metrics())
                .contains("media_deleter_settlements_total{kind=\"deleted\"} 1.0")
                .contains("media_deleter_calls_seconds_count{outcome=\"deleted\"} 1")
                .contains("media_deleter_partitions_assigned ")
                .contains("jvm_memory_used_bytes"));
        await().untilAsserted(() -> assertThat(requestedPartitions(status()))
                .anySatisfy(partition ->
                        assertThat(partition.path("unread").asLong(-1)).isZero()));
    }

    @Test
    void apiThatIsGone_isAReasonToStopCallingButNotToRestart() {
        rig.simulatorGone();
        rig.requestAll(fileIds(40));

        JsonNode stopped = await("calling stopped")
                .atMost(ServiceRig.PATIENCE)
                .until(
                        this::status,
                        status -> status.at("/calls/state").asText().equals("STOPPED"));

        assertThat(stopped.at("/calls/because/code").asText()).isEqualTo("Network.ConnectionRefused");
        assertThat(stopped.at("/calls/because/message").asText()).isNotEmpty();
        assertThat(stopped.at("/calls/since").asText()).isNotEmpty();
        assertThat(metrics()).contains("media_deleter_calling 0.0");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        rig.simulatorBack();
        await("calling again")
                .atMost(ServiceRig.PATIENCE)
                .until(
                        this::status,
                        status -> status.at("/calls/state").asText().equals("CALLING"));
    }

    private static Stream<String> fileIds(int count) {
        return IntStream.range(0, count).mapToObj(i -> String.valueOf(8_000_000_000_000_000L + i));
    }

    private Stream<JsonNode> requestedPartitions(JsonNode status) {
        return StreamSupport.stream(status.path("partitions").spliterator(), false)
                .filter(partition ->
                        partition.path("topic").asText().equals(rig.topics().requested()));
    }

    private String metrics() {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return answer.body();
    }

    private JsonNode status() {
        try {
            return JSON.readTree(get("/status").body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(root.resolve(path))
                            .timeout(Duration.ofSeconds(8))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }
}
