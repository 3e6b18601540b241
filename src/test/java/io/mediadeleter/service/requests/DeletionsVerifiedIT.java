package io.mediadeleter.service.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged {@code verify} over the results of the service, which deletes at an API that does not always keep its word. Integration
 * tests begin in the order of their names; this one waits long, and must not be the last.
 */
@WithKafka.Together
class DeletionsVerifiedIT {

    private static final long FIRST_ID = 5_285_485_487_985_271_000L;
    private static final int MANY = 100_000;
    private static final String CTRL_C = "\u0003";

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    @TempDir
    private Path directory;

    DeletionsVerifiedIT(KafkaFixture kafka) {
        this.kafka = kafka;
        rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_QUOTA_PER_SECOND", "1000"));
    }

    @Test
    void deletionsThatTheApiDidNotKeep_areFoundAndNoneElse() throws Exception {
        Set<String> kept = new TreeSet<>();
        for (int number : List.of(3, 40, 77, 149)) {
            kept.add(id(number));
            rig.simulator().faults().add(FaultRule.parse((number < 50 ? "ignored@" : "delayed-9999s@") + id(number)));
        }
        rig.simulator().faults().add(FaultRule.parse("delayed-1ms@" + id(8)));
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + id(9) + "x1"));
        rig.requestAll(IntStream.range(0, 140).mapToObj(DeletionsVerifiedIT::id));
        String part = "\",\"deleteParts\":[{\"type\":\"TranscodeFiles\",\"definition\":230}]}";
        for (int number = 140; number < 150; number++) {
            rig.request("{\"eventId\":\"p\",\"fileId\":\"" + id(number) + part);
        }
        rig.start("one");
        rig.results(150);
        long deletions = rig.simulator().calls().stats().total();
        Path report = directory.resolve("report.jsonl");

        assertThat(run(1, "64m", "verify", "--rate", "100", "--report", report.toString()))
                .startsWith("4 of 150 that were reported deleted are still there.")
                .contains(
                        "(TranscodeFiles:230)",
                        "Deletions that are less than 10 minutes old: 4 of those that are still there.")
                .doesNotContain("\r", "\u001b");
        List<JsonNode> rows = Json.read(Files.readAllLines(report));
        assertThat(ids(rows, "STILL_THERE")).isEqualTo(kept);
        assertThat(ids(rows, "GONE")).hasSize(137);
        assertThat(ids(rows, "PARTS_GONE")).hasSize(9);
        assertThat(rig.simulator().calls().stats().total())
                .as("calls of DeleteMedia")
                .isEqualTo(deletions);
        assertThat(rig.simulator().described().stats().total()).isEqualTo(8);
    }

    @Test
    void hundredThousandResults_areVerifiedInLittleMemory() throws Exception {
        String topic = rig.topics().deleted();
        kafka.produce(IntStream.range(0, MANY)
                .mapToObj(number -> result(topic, id(number / 2)))
                .toList());
        for (int number = 0; number < MANY / 2; number++) {
            rig.simulator().media().remove(0, id(number));
        }
        rig.simulator().media().put(0, id(4_711));
        Path report = directory.resolve("report.csv");

        assertThat(run(1, "64m", "verify", "--rate", "100", "--report", report.toString()))
                .contains("49,999  gone", "1  still there", "50,000  left out: results about the same")
                .contains("still there: " + id(4_711) + ",");
        assertThat(Files.readAllLines(report)).hasSize(1 + MANY / 2);
        assertThat(rig.simulator().described().stats().total()).isEqualTo(MANY / 2 / 20);
        assertThat(rig.simulator().calls().stats().total()).isZero();
    }

    @Test
    void onATerminal_itShowsHowFarItIsAndCtrlCSaysWhatWasVerified() throws Exception {
        String topic = rig.topics().deleted();
        kafka.produce(IntStream.range(0, 20_000)
                .mapToObj(number -> result(topic, id(number)))
                .toList());
        try (Jar.Running run = new Jar(directory, rig.environment("x")).startOnTerminal("verify", "--rate", "20")) {
            await().until(() -> run.printed().contains("records read and asked about"));
            run.type(CTRL_C);
            assertThat(run.ended(1))
                    .containsPattern("Stopped\\. Verified before: [0-9,]+; read and not asked about: [0-9,]+");
        }
        assertThat(rig.simulator().described().stats().total()).isLessThan(1_000);
    }

    @Test
    void missingRight_isNamed() throws Exception {
        kafka.produce(List.of(result(rig.topics().deleted(), id(1))));
        rig.simulator().faults().add(FaultRule.parse("DescribeMediaInfos/UnauthorizedOperation"));
        assertThat(run(1, "64m", "verify")).contains("UnauthorizedOperation", "Allow vod:DescribeMediaInfos");
    }

    private String run(int exitCode, String heap, String... args) throws Exception {
        return new Jar(directory, rig.environment("x")).runPlain(exitCode, heap, args);
    }

    private static String id(int number) {
        return String.valueOf(FIRST_ID + number);
    }

    private static ProducerRecord<byte[], byte[]> result(String topic, String fileId) {
        String json = "{\"eventId\":\"e\",\"requestEventId\":\"r\",\"fileId\":\"" + fileId
                + "\",\"outcome\":\"DELETED\",\"requestId\":\"q\",\"deletedAt\":\"2026-11-25T10:00:00.000Z\"}";
        return new ProducerRecord<>(topic, fileId.getBytes(UTF_8), json.getBytes(UTF_8));
    }

    private static Set<String> ids(List<JsonNode> rows, String presence) {
        return rows.stream()
                .filter(row -> row.path("presence").asText().equals(presence))
                .map(row -> row.path("fileId").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
