package io.mediadeleter.cli.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithKafka
class RequestCommandIT {

    @TempDir
    Path directory;

    private final KafkaFixture kafka;
    private final String topic;

    RequestCommandIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.topic = kafka.unique("requested");
    }

    @Test
    void optionsOfOneRequest_arePublishedUnderTheFileId() throws IOException {
        kafka.createTopics(3, topic);

        Cli cli = request(
                        "--file-id", "5285485487985271487",
                        "--event-id", "e-1",
                        "--sub-app-id", "1500000001",
                        "--part", "OriginalFiles",
                        "--part", "TranscodeFiles:100010",
                        "--reason", "owner's wish",
                        "--requested-by", "me",
                        "--correlation-id", "c-1")
                .ended(0);

        ConsumerRecord<byte[], byte[]> record = kafka.readCommitted(topic).get(0);
        assertThat(cli.out())
                .isEqualToNormalizingNewlines("event e-1 is " + topic + "/" + record.partition() + "/0\n" + topic + "/"
                        + record.partition() + ": offset 0\npublished 1 request to " + topic + "\n");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("5285485487985271487");
        JsonNode json = Json.read(record.value());
        assertThat(json.path("fileId").isTextual()).isTrue();
        assertThat(json.path("requestedAt").asText()).endsWith("Z");
        assertThat(json.path("deleteParts"))
                .isEqualTo(Json.read(
                        "[{\"type\":\"OriginalFiles\"},{\"type\":\"TranscodeFiles\",\"definition\":100010}]"));
    }

    @Test
    void onlyAFileId_getsARandomEventIdAndNoParts() throws IOException {
        kafka.createTopics(1, topic);

        request("--file-id", "5285485487985271487").ended(0);

        JsonNode json = Json.read(kafka.readCommitted(topic).get(0).value());
        assertThat(UUID.fromString(json.path("eventId").asText())).isNotNull();
        assertThat(json.has("deleteParts")).isFalse();
    }

    @Test
    void bulk_isPublishedOnTheBulkTopicAlone() {
        kafka.createTopics(1, topic, topic + ".bulk");

        Cli cli = request("--bulk", "--file-id", "5285485487985271487").ended(0);

        assertThat(cli.out()).endsWith("published 1 request to " + topic + ".bulk" + System.lineSeparator());
        assertThat(kafka.readCommitted(topic + ".bulk")).hasSize(1);
        assertThat(kafka.readCommitted(topic)).isEmpty();
    }

    @Test
    void fileOfRequests_allArePublishedAsTheyAre_onceThatIsAgreedTo() throws IOException {
        kafka.createTopics(3, topic);
        List<String> lines =
                IntStream.range(0, 1_000).mapToObj(RequestCommandIT::line).toList();
        Path file = Files.writeString(directory.resolve("requests.jsonl"), String.join("\r\n", lines) + "\n\n");

        Cli unasked = request("--file", file.toString()).ended(2);

        assertThat(unasked.err()).contains("no terminal", "--yes", "Nothing was published");
        assertThat(kafka.readCommitted(topic)).isEmpty();

        Cli cli = request("--file", file.toString(), "--yes").ended(0);

        assertThat(cli.out()).endsWith("published 1000 requests to " + topic + System.lineSeparator());
        assertThat(cli.out().lines()).hasSize(4);
        assertThat(kafka.readCommitted(topic))
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void anyBadLine_nothingIsPublishedAndAllBadLinesAreTold() throws IOException {
        kafka.createTopics(1, topic);
        String file = Files.write(
                        directory.resolve("requests.jsonl"),
                        List.of(
                                line(1),
                                "{\"eventId\":\"e\",\"fileId\":5285485487985271487}",
                                "",
                                "no json",
                                "{\"eventId\":\"" + "x".repeat(300_000) + "\"}",
                                line(2)))
                .toString();

        Cli cli = request("--file", file).ended(1);

        assertThat(cli.out()).isEmpty();
        List<String> told = cli.said().lines().toList();
        assertThat(told).hasSize(4);
        assertThat(told.get(0)).startsWith("line 2: ");
        assertThat(told.get(1)).startsWith("line 4: ");
        assertThat(told.get(2)).startsWith("line 5: ").hasSizeLessThan(200);
        assertThat(told.get(3)).isEqualTo("3 of 5 requests are not valid; nothing was published");
        assertThat(kafka.readCommitted(topic)).isEmpty();
    }

    @Test
    void standardInput_isReadForAHyphen() {
        kafka.createTopics(1, topic);
        InputStream terminal = System.in;
        System.setIn(new ByteArrayInputStream(line(1).getBytes(UTF_8)));
        try {
            request("--file", "-").ended(0);
        } finally {
            System.setIn(terminal);
        }

        assertThat(kafka.readCommitted(topic)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n\t\n\n"})
    void fileWithoutARequest_isMisuse_andIsNamed(String text) throws IOException {
        kafka.createTopics(1, topic);
        Path file = Files.writeString(directory.resolve("requests.jsonl"), text);
        Path report = directory.resolve("done.csv");

        Cli cli = request("--file", file.toString());
        Cli waiting = request("--file", file.toString(), "--wait", "--report", report.toString());

        for (Cli run : List.of(cli, waiting)) {
            assertThat(run.ended(2).said())
                    .startsWith("No request in " + file + ": ")
                    .contains("Nothing was published");
            assertThat(run.out()).isEmpty();
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void standardInputWithoutARequest_isCalledThat() {
        InputStream terminal = System.in;
        System.setIn(InputStream.nullInputStream());
        try {
            Cli cli = request("--file", "-", "--yes").ended(2);

            assertThat(cli.said()).startsWith("No request in standard input: ");
        } finally {
            System.setIn(terminal);
        }
    }

    @Test
    void operatorsRules_countHereToo() {
        Cli cli = Cli.run(
                Map.of("MEDIA_DELETER_VOD_ALLOWED_SUB_APP_IDS", "7"), "request", "--file-id", "1", "--sub-app-id", "8");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("8 is not allowed", "nothing was published");
    }

    @Test
    void missingTopic_isOneClearFailure() {
        Cli cli = request("--file-id", "1").ended(1);

        assertThat(cli.said().lines()).singleElement().asString().contains(topic, "topics create");
    }

    @Test
    void missingTopicOfResults_leavesNothingBesideTheReport() {
        kafka.createTopics(1, topic);

        Cli cli = request(
                        "--file-id",
                        "1",
                        "--wait",
                        "--report",
                        directory.resolve("r").toString())
                .ended(1);

        assertThat(cli.err()).contains("Cannot see what becomes of the requests");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void missingFile_isOneClearFailure() {
        Cli cli = request("--file", "/does/not/exist.jsonl").ended(1);

        assertThat(cli.said().lines()).singleElement().asString().contains("/does/not/exist.jsonl");
    }

    private Cli request(String... options) {
        Map<String, String> environment = Map.of(
                "MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "MEDIA_DELETER_TOPICS_REQUESTED",
                topic);
        return Cli.run(
                environment,
                Stream.concat(Stream.of("request"), Stream.of(options)).toArray(String[]::new));
    }

    private static String line(int number) {
        return Map.of("eventId", "e-" + number, "fileId", "52854854879852" + number).entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
