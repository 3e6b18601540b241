package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.FreePorts;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Programs;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.MetricsText;
import io.mediadeleter.service.ServiceRig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log of the program as it ships: where it goes, and what it does when it cannot go there. */
@WithKafka.Together
class ServiceLogIT {

    private static final int REQUESTS = 1_000;

    @TempDir
    private Path directory;

    private final KafkaFixture kafka;
    private final String topic;

    ServiceLogIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.topic = kafka.unique("requested");
    }

    /** A pipe holds some 300 lines; a pipe whose reader has gone and a full disk hold none. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a pipe that nobody reads, mkfifo pipe; sleep 600 < pipe & exec \"$@\" > pipe 2>&1, nobody reads it",
        "a pipe whose reader has ended, mkfifo pipe; head -c 1 < pipe & exec \"$@\" > pipe 2>&1, Broken pipe",
        "a full disk, exec \"$@\" > /dev/full 2>&1, No space left on device"
    })
    void logThatCannotGo_holdsUpNoDeletionAndIsTold(String name, String shell, String reason) throws Exception {
        Programs.assumeInstalled("mkfifo");
        createTopics();
        publish();
        int port = FreePorts.take(1).get(0);
        Map<String, String> environment = environment("text");
        environment.put("MEDIA_DELETER_OPS_PORT", String.valueOf(port));
        Process process = shell(shell, environment);
        try {
            await("a result of each request")
                    .until(() -> kafka.readCommitted(List.of(topic + ".deleted"), REQUESTS)
                                    .size()
                            == REQUESTS);
            await("the sentence")
                    .until(
                            () -> status(port).path("situation").path("text").asText(),
                            text -> text.contains("Standard output has taken no log line since ")
                                    && text.contains(reason));
            assertThat(status(port).path("log").path("waiting").asInt()).isPositive();
            assertThat(MetricsText.withoutGroup(page(port, "/metrics")))
                    .contains("media_deleter_log_lines_dropped_total 0.0");
            process.destroy(); // SIGTERM
            assertThat(process.waitFor(ServiceRig.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void jsonLog_isJsonFromTheFirstLineToTheLast() throws Exception {
        Jar jar = new Jar(directory, environment("json"));
        createTopics();
        String hostile = "a\" fileId=\"1\" \u202e\u001b[2J";
        kafka.produce(
                topic,
                "k",
                new ObjectMapper()
                        .createObjectNode()
                        .put("eventId", hostile)
                        .put("fileId", "8700000000000001")
                        .put("requestedBy", hostile)
                        .toString());
        try (Jar.Running service = jar.start("run")) {
            await("its line").until(() -> service.printed().contains("DRY_RUN"));
            service.process().destroy();
            Cli ended = service.end().ended(0);

            assertThat(ended.said()).isEmpty();
            List<JsonNode> lines = Json.read(ended.out().lines().toList());
            assertThat(lines)
                    .allSatisfy(line ->
                            assertThat(line.path("@timestamp").isTextual()).isTrue());
            assertThat(lines)
                    .filteredOn(line -> line.path("message").asText().equals("DRY_RUN"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.path("eventId").asText()).isEqualTo(hostile);
                        assertThat(line.path("requestedBy").asText()).isEqualTo(hostile);
                        assertThat(line.path("origin").asText()).isEqualTo(topic + "/0/0");
                        assertThat(line.path("attempts").isInt()).isTrue();
                    });
            assertThat(lines.get(lines.size() - 1).path("message").asText()).isEqualTo("Shutdown complete");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "QUOTA_PER_SECOND, none, 2",
        "KAFKA_BOOTSTRAP_SERVERS, 127.0.0.1:1, 1",
        "KAFKA_CONSUMER_FETCH_MIN_BYTES, few, 2",
        "KAFKA_CONSUMER_INTERCEPTOR_CLASSES, few, 2"
    })
    void whatIsWrongAtTheStart_isJsonWhereTheLogIs(String setting, String value, int exitCode) throws Exception {
        Map<String, String> environment = environment("json");
        environment.put("MEDIA_DELETER_" + setting, value);

        Cli cli = new Jar(directory, environment).run("run").ended(exitCode);

        assertThat(cli.said()).isEmpty();
        // A client that is being closed may print something after it.
        assertThat(Json.read(cli.out().lines().toList()))
                .filteredOn(line -> line.path("level").asText().equals("ERROR"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("message").asText()).contains(value));
    }

    @Test
    void fileThatAsksForJson_countsWhereItsOtherSettingsAreWrong() throws Exception {
        Path file = directory.resolve("my.properties");
        Files.writeString(file, "media-deleter.log.format=json\nmedia-deleter.quota.per-second=\\u001b\n");

        Cli cli = new Jar(directory, Map.of())
                .run("run", "--config", file.toString())
                .ended(2);

        assertThat(cli.said()).isEmpty();
        assertThat(Json.read(cli.out().lines().toList()))
                .singleElement()
                .satisfies(line -> assertThat(line.path("message").asText())
                        .contains("media-deleter.quota.per-second", "\\u001b"));
    }

    private void createTopics() {
        Cli.run(environment("text"), "topics", "create").ended(0);
        await("the topics")
                .ignoreExceptions()
                .until(() ->
                        kafka.endOffsets(List.of(topic, topic + ".deleted")).size() == 2);
    }

    private void publish() {
        kafka.produce(IntStream.range(0, REQUESTS)
                .mapToObj(i -> new ProducerRecord<byte[], byte[]>(
                        topic,
                        null,
                        "{\"eventId\":\"e-%d\",\"fileId\":\"870000000000%04d\"}"
                                .formatted(i, i)
                                .getBytes(UTF_8)))
                .toList());
    }

    private Process shell(String script, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(Jar.command("128m", List.of(), "run"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static JsonNode status(int port) throws Exception {
        return Json.read(page(port, "/status"));
    }

    private static String page(int port, String path) {
        return WebPage.text(URI.create("http://127.0.0.1:" + port + path));
    }

    private Map<String, String> environment(String logFormat) {
        Map<String, String> environment = kafka.environment(topic);
        environment.put("MEDIA_DELETER_TOPICS_PARTITIONS", "1");
        environment.put("MEDIA_DELETER_QUOTA_PER_SECOND", "5000");
        environment.put("MEDIA_DELETER_DRY_RUN", "true");
        environment.put("MEDIA_DELETER_LOG_FORMAT", logFormat);
        return environment;
    }
}
