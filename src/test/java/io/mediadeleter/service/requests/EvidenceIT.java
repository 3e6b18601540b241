package io.mediadeleter.service.requests;

import static io.mediadeleter.service.ServiceRig.header;
import static io.mediadeleter.service.ServiceRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A result tells who asked, why and when, whatever way its request went. */
@WithKafka
class EvidenceIT {

    /** An hour ago: a topic may delete what is much older at any time. */
    private final Instant writtenAt = Instant.now()
            .truncatedTo(ChronoUnit.SECONDS)
            .minus(Duration.ofHours(1))
            .plusMillis(123);

    private static final String FILE = "8450000000000001";

    private final KafkaFixture kafka;

    @AutoClose
    @SuppressWarnings("NullAway.Init")
    private ServiceRig rig;

    EvidenceIT(KafkaFixture kafka) {
        this.kafka = kafka;
    }

    private void start(Map<String, String> more) {
        rig = new ServiceRig(kafka, more);
        rig.start("one");
    }

    private static String request(String fileId, int number, String extensions) {
        return ("{\"eventId\":\"e-%d\",\"fileId\":\"%s\",\"requestedBy\":\"service-%d\",\"reason\":\"why %d\","
                        + "\"requestedAt\":\"2025-11-26 07:59:0%d+00:00\",\"extensions\":%s}")
                .formatted(number, fileId, number, number, number, extensions);
    }

    private void publish(String topic, String... requests) {
        kafka.produce(Arrays.stream(requests)
                .map(request -> new ProducerRecord<>(
                        topic, 0, writtenAt.toEpochMilli(), FILE.getBytes(UTF_8), request.getBytes(UTF_8)))
                .toList());
    }

    /** The request of that number says so of itself. */
    private void assertItsOwn(ConsumerRecord<byte[], byte[]> consumed, int number) {
        JsonNode result = json(consumed);
        assertThat(result.path("requestedBy").asText()).isEqualTo("service-" + number);
        assertThat(result.path("reason").asText()).isEqualTo("why " + number);
        assertThat(result.path("requestedAt").asText()).isEqualTo("2025-11-26 07:59:0" + number + "+00:00");
        assertThat(result.path("requestedTimestamp").asText()).isEqualTo(writtenAt.toString());
        assertThat(result.path("group").asText()).isEqualTo(rig.topics().requested()); // the rig names it so
        assertThat(new String(consumed.value(), UTF_8)).contains("\"extensions\":{\"n\": 1.10}");
    }

    @Test
    void afterARetryADeadLetterAndAReplay_theResultStillTells() {
        try (LogLines lines = LogLines.of("media-deleter")) {
            start(Map.of("MEDIA_DELETER_VOD_DEFAULT_SUB_APP_ID", "1500000001"));
            rig.simulator().faults().add(FaultRule.parse("InternalError@" + FILE + "x1"));
            rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + FILE + "x1"));
            publish(rig.topics().requested(), request(FILE, 1, "{\"n\": 1.10}"));

            ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);
            assertThat(header(dead, "md-origin-timestamp")).isEqualTo(String.valueOf(writtenAt.toEpochMilli()));
            assertThat(header(dead, "md-group")).isEqualTo(rig.topics().requested());
            assertThat(header(dead, "md-sub-app-id")).isEqualTo("1500000001");
            rig.cli("dead-letters", "replay", "--all", "--yes").ended(0);

            assertItsOwn(rig.results(1).get(0), 1);
            String line = "requestedBy=service-1";
            assertThat(await("the lines, which come after the commit")
                            .until(
                                    () -> lines.beginningWith("DELETED", "RETRY", "DEAD LETTER"),
                                    all -> all.size() >= 3))
                    .allSatisfy(told -> assertThat(told.getKeyValuePairs())
                            .extracting(pair -> pair.key + "=" + pair.value)
                            .contains(line));
        }
    }

    @Test
    void afterAGracePeriod_aBulkResultStillTells() {
        start(Map.of("MEDIA_DELETER_REQUESTS_GRACE_PERIOD", "1s"));
        publish(rig.topics().bulk(), request(FILE, 2, "{\"n\": 1.10}"));

        assertItsOwn(rig.results(1).get(0), 2);
    }

    @Test
    void requestsThatShareACall_tellOfThemselves() {
        rig = new ServiceRig(kafka, Map.of());
        kafka.produce(rig.topics().control(), "all:first", "{\"reason\":\"until all wait together\"}");
        publish(
                rig.topics().requested(),
                IntStream.range(0, 10)
                        .mapToObj(i -> request(FILE, i, "{\"n\": 1.10}"))
                        .toArray(String[]::new));
        Service service = rig.start("one");
        await("all of them in line").until(() -> ServiceRig.inLine(service) == 10);
        kafka.produce(List.of(new ProducerRecord<>(rig.topics().control(), "all:first".getBytes(UTF_8), null)));

        List<ConsumerRecord<byte[], byte[]>> results = rig.results(10);

        assertThat(results).anyMatch(result -> json(result).path("coalesced").asBoolean());
        assertThat(results).hasSize(10).allSatisfy(result -> {
            String eventId = json(result).path("requestEventId").asText();
            assertItsOwn(result, Integer.parseInt(eventId.substring(2)));
        });
    }

    /** The largest that a request may say, on a topic for ordinary results. */
    @Test
    void evidenceThatIsTooLarge_isLeftOutAndTheDeletionIsAResult() {
        start(Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", "1"));
        kafka.limit(100_000, rig.topics().deleted());
        publish(
                rig.topics().requested(),
                request(FILE, 1, "{\"x\":\"" + "\u00e9".repeat(120_000) + "\"}"),
                request("8450000000000002", 2, "{\"n\": 1.10}"));

        List<ConsumerRecord<byte[], byte[]>> results = rig.results(2);

        assertThat(results).hasSize(2);
        for (ConsumerRecord<byte[], byte[]> result : results) {
            boolean isLarge = json(result).path("requestEventId").asText().equals("e-1");
            assertThat(json(result).path("outcome").asText()).isEqualTo("DELETED");
            assertThat(header(result, "md-evidence-dropped")).isEqualTo(isLarge ? "extensions" : "");
            if (isLarge) {
                assertThat(json(result).path("reason").asText()).isEqualTo("why 1");
                assertThat(json(result).has("extensions")).isFalse();
            } else {
                assertItsOwn(result, 2);
            }
        }
        assertThat(kafka.readCommitted(rig.topics().deadLetter())).isEmpty();
    }

    @Test
    void resultsOfATopicForVerySmallRecords_tellWhatTheyCannot() {
        start(Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", "1"));
        kafka.limit(4_000, rig.topics().deleted());
        String long1 = "\ud83d\ude00".repeat(500);
        publish(
                rig.topics().requested(),
                "{\"eventId\":\"e-1\",\"fileId\":\"" + FILE + "\",\"requestedBy\":\"" + long1 + "\",\"reason\":\""
                        + long1 + "\"}");

        ConsumerRecord<byte[], byte[]> result = rig.results(1).get(0);

        assertThat(json(result).path("outcome").asText()).isEqualTo("DELETED");
        assertThat(header(result, "md-evidence-dropped")).isEqualTo("requestedBy,reason");
        assertThat(json(result).path("requestedTimestamp").asText()).isEqualTo(writtenAt.toString());
    }
}
