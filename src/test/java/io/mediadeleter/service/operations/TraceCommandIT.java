package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code trace} says of requests that a real instance has treated, on real topics. */
@WithKafka.Together
class TraceCommandIT {

    private static final String FILES = "780000000000000000";

    private final KafkaFixture kafka;

    @TempDir
    private Path directory;

    TraceCommandIT(KafkaFixture kafka) {
        this.kafka = kafka;
    }

    @Test
    void everyWayOfARequest_isToldToItsEnd() throws Exception {
        try (ServiceRig rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_RETRY_DELAYS", "1s,1h"))) {
            hold(rig, "event:e5", "{\"reason\":\"case 12\",\"by\":\"jane\"}");
            hold(rig, "all:first", "{\"reason\":\"until both of 7 wait together\"}");
            Map<Integer, String> origins = publish(rig);
            Service service = rig.start("one");
            await("all of them in line").until(() -> ServiceRig.inLine(service) == origins.size());
            kafka.produce(List.of(new ProducerRecord<>(rig.topics().control(), "all:first".getBytes(UTF_8), null)));
            rig.results(4); // 1, 2 and both of 7
            rig.deadLetters(4); // 4, 5, 6 and 8
            rig.committed(rig.topics().retry(rig.topics().retryDelays().get(1)), 1); // 3
            rig.cli("dead-letters", "replay", origin(origins, 6), "--yes").ended(0);
            rig.cli("dead-letters", "discard", origin(origins, 8), "--yes").ended(0);
            rig.results(5);
            ServiceRig.end(service);

            assertThat(state(rig, "--file-id", FILES + 1))
                    .startsWith("DONE Done: DELETED at ")
                    .contains(", RequestId ", ", asked for by alice.");
            assertThat(state(rig, "--event-id", "e2")).startsWith("DONE ");
            assertThat(rig.cli("trace", "--event-id", "e2").out())
                    .contains("requested  ", "retry  ", "InternalError", "DELETED  ", "Looked at:", "earliest record ");
            assertThat(state(rig, "--event-id", "e3"))
                    .startsWith("WAITING Waiting at ")
                    .contains(".retry.1h/", ", due at ", "the next of its partition");
            assertThat(state(rig, origin(origins, 4)))
                    .startsWith("DEAD_LETTER Dead letter since ")
                    .contains("UnsupportedOperation", "media-deleter dead-letters show " + origin(origins, 4));
            assertThat(state(rig, "--correlation-id", "c5"))
                    .startsWith("HELD Held: the hold event:e5 named it at ")
                    .contains("The hold event:e5, by jane: case 12 still names it");
            assertThat(entries(rig, "--event-id", "e5")).contains("HOLD", "DEAD_LETTER");
            assertThat(state(rig, origin(origins, 6))).startsWith("DONE ");
            assertThat(entries(rig, origin(origins, 6)))
                    .containsSubsequence("REQUESTED", "DEAD_LETTER", "RESULT")
                    .contains("RESOLVED", "REPLAY");
            assertThat(state(rig, "--event-id", "e7"))
                    .startsWith("DONE ")
                    .contains("in a call that it shared with " + origin(origins, 70));
            assertThat(state(rig, "--file-id", FILES + 7)).startsWith("SEVERAL 2 requests: 2 done.");
            assertThat(state(rig, "--event-id", "e8"))
                    .startsWith("RESOLVED Its dead letter was taken off the table at ");
            rig.cli("trace", "--event-id", "none").ended(1);
            assertThat(state(rig, "--event-id", "none")).startsWith("NONE No record of eventId none is on the topics.");
            assertThat(state(rig, "--file-id", FILES + 1, "--since", "2100-01-01T00:00:00Z"))
                    .startsWith("NONE No record of file id " + FILES + "1 since 2100-01-01T00:00:00Z");
            assertThat(state(rig, "--file-id", FILES + 1, "--sub-app-id", "9")).startsWith("DONE ");

            assertWaitingBehindAPause(rig);
            assertThatTheJarTellsTheSame(rig, origin(origins, 6));
        }
    }

    private void assertWaitingBehindAPause(ServiceRig rig) throws Exception {
        hold(rig, "all:x", "{\"reason\":\"wrong export\",\"by\":\"ops\"}");
        hold(rig, "media:" + FILES + "9", "{\"reason\":\"case 13\"}");
        String origin = request(rig, 9, "");

        assertThat(state(rig, origin))
                .startsWith("WAITING Waiting at " + origin)
                .contains(
                        "Deletion has been paused since ",
                        "wrong export",
                        "The hold media:" + FILES + "9, case 13 names it");
    }

    /** In the heap of a small container, among values that are larger than that once they are decompressed. */
    private void assertThatTheJarTellsTheSame(ServiceRig rig, String origin) throws Exception {
        kafka.produceCompressed(rig.topics().requested(), "bomb".getBytes(UTF_8), new byte[100 << 20]);
        rig.request("{\"eventId\":\"behind\",\"fileId\":\"" + FILES + "6\"}");
        assertThat(new Jar(directory, rig.environment("none")).runPlain(0, "64m", "trace", "--file-id", FILES + 6))
                .contains("2 requests: 1 done, 1 waiting.", origin + ": Done: DELETED at ", "behind")
                .contains("Too large to be looked into: 1 record;")
                .doesNotContain("\r", "\u001b");
    }

    @Test
    void requestInItsGracePeriod_waitsUntilItIsOver() throws Exception {
        try (ServiceRig rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_REQUESTS_GRACE_PERIOD", "1h"))) {
            rig.start("one");
            String origin = request(rig, 1, "");
            rig.committed(rig.topics().graceOf(rig.topics().requested()), 1);

            assertThat(state(rig, origin))
                    .startsWith("WAITING Waiting at "
                            + rig.topics().graceOf(rig.topics().requested()))
                    .contains(", due at ");
        }
    }

    /** Instances obey them, so whoever replays what such a hold has stopped finds it held again. */
    @Test
    void holdsOfTransactions_nameARequest_openOrAborted() throws Exception {
        try (ServiceRig rig = new ServiceRig(kafka, Map.of())) {
            String origin = request(rig, 1, "");
            AutoCloseable open = kafka.hide(List.of(holding(rig, "event:e1", "{\"reason\":\"case 12\"}")));
            hold(rig, "all:x", "{\"reason\":\"wrong export\"}");
            assertThat(state(rig, origin))
                    .contains("Deletion has been paused", "wrong export", "hold event:e1, case 12");
            assertThat(json(rig, origin).at("/state/complete").asBoolean()).isTrue();

            open.close();
            assertThat(state(rig, "--event-id", "e1")).contains("hold event:e1, case 12");
            assertThat(rig.cli("holds", "list").out()).contains("event:e1", "case 12");
            assertThat(entries(rig, "--event-id", "e1")).contains("HOLD");
        }
    }

    @Test
    void misuse_exitsWith2AndSaysWhy() {
        try (ServiceRig rig = new ServiceRig(kafka, Map.of())) {
            rig.cli("trace").ended(2);
            assertThat(rig.cli("trace", "--file-id", "1", "--event-id", "2").err())
                    .contains("Give one of");
            assertThat(rig.cli("trace", "requested/0").err()).contains("is not an origin");
            rig.cli("trace", "--event-id", "1", "--sub-app-id", "2").ended(2);
            rig.cli("trace", "--file-id", " ").ended(2);
        }
    }

    /** What has gone by compaction or age is not known; what is known is said all the same. */
    @Test
    void recordsThatAreGone_leaveAResultThatTellsItAll() throws Exception {
        try (ServiceRig rig = new ServiceRig(kafka, Map.of())) {
            rig.start("one");
            String origin = request(rig, 1, "");
            rig.results(1);
            kafka.endOffsets(List.of(rig.topics().requested())).forEach(kafka::deleteRecords);

            assertThat(state(rig, origin)).startsWith("DONE ");
            assertThat(entries(rig, "--event-id", "e1")).containsExactly("RESULT");
        }
    }

    /** The cleaner takes the dead letter; what is left of it is that it was resolved. */
    @Test
    void compactedDeadLetter_leavesThatItWasResolved() throws Exception {
        try (ServiceRig rig = new ServiceRig(kafka, Map.of())) {
            rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + FILES + "1"));
            rig.start("one");
            String origin = request(rig, 1, "");
            int partition = rig.deadLetters(1).get(0).partition();
            rig.cli("dead-letters", "discard", origin, "--yes").ended(0);
            kafka.configure("segment.ms", "50", rig.topics().deadLetter());
            kafka.configure("min.cleanable.dirty.ratio", "0.001", rig.topics().deadLetter());
            await().until(() -> {
                kafka.produce(List.of(new ProducerRecord<>(
                        rig.topics().deadLetter(), partition, "filler".getBytes(UTF_8), new byte[1])));
                return kafka.readCommitted(rig.topics().deadLetter()).stream()
                        .noneMatch(read -> read.value() != null && origin.equals(new String(read.key(), UTF_8)));
            });

            assertThat(state(rig, origin)).startsWith("RESOLVED Its dead letter was taken off the table at ");
            assertThat(entries(rig, origin)).containsExactly("REQUESTED", "RESOLVED");
        }
    }

    /** Offsets that the group has on an earlier topic of the name say nothing of the requests on this one. */
    @Test
    void recreatedTopic_hasRequestsThatWait() throws Exception {
        try (ServiceRig rig = new ServiceRig(kafka, Map.of())) {
            Service service = rig.start("one");
            String before = request(rig, 1, "");
            rig.results(1);
            ServiceRig.end(service);
            kafka.deleteTopics(rig.topics().requested());
            kafka.createTopics(2, rig.topics().requested());
            String origin = rig.request("{\"eventId\":\"event\",\"fileId\":\"" + FILES + "2\"}");

            assertThat(origin).as("the same place").isEqualTo(before);
            assertThat(state(rig, "--event-id", "event")).startsWith("WAITING Waiting at " + origin);
            assertThat(json(rig, origin).path("state").path("sentence").asText())
                    .isEqualTo("2 requests: 1 done, 1 waiting.");
            assertThat(state(rig, "--event-id", "e1")).startsWith("DONE ");
            assertThat(entries(rig, "--event-id", "e1")).containsExactly("RESULT");
        }
    }

    private Map<Integer, String> publish(ServiceRig rig) {
        Map<Integer, String> origins = new HashMap<>();
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + FILES + "2x1"));
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + FILES + "3"));
        rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + FILES + "4"));
        rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + FILES + "6x1"));
        rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + FILES + "8"));
        origins.put(1, request(rig, 1, ",\"requestedBy\":\"alice\""));
        for (int number : List.of(2, 3, 4, 6, 7, 8)) {
            origins.put(number, request(rig, number, ""));
        }
        origins.put(5, request(rig, 5, ",\"correlationId\":\"c5\""));
        origins.put(70, rig.request("{\"eventId\":\"e70\",\"fileId\":\"" + FILES + "7\"}"));
        return origins;
    }

    private static String request(ServiceRig rig, int number, String more) {
        return rig.request("{\"eventId\":\"e" + number + "\",\"fileId\":\"" + FILES + number + "\"" + more + "}");
    }

    private void hold(ServiceRig rig, String key, String value) {
        kafka.produce(List.of(holding(rig, key, value)));
    }

    private static ProducerRecord<byte[], byte[]> holding(ServiceRig rig, String key, String value) {
        return new ProducerRecord<>(rig.topics().control(), 0, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static String origin(Map<Integer, String> origins, int number) {
        return Optional.ofNullable(origins.get(number)).orElseThrow();
    }

    private static String state(ServiceRig rig, String... arguments) throws Exception {
        JsonNode state = json(rig, arguments).path("state");
        return state.path("kind").asText() + " " + state.path("sentence").asText();
    }

    private static List<String> entries(ServiceRig rig, String... arguments) throws Exception {
        return json(rig, arguments).path("entries").findValuesAsText("what");
    }

    private static JsonNode json(ServiceRig rig, String... arguments) throws Exception {
        String[] all = Stream.of(new String[] {"trace", "--format", "json"}, arguments)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        Cli ran = rig.cli(all);
        assertThat(ran.out()).as(ran.err()).startsWith("{");
        JsonNode json = Json.read(ran.out());
        assertThat(json.path("topics")).hasSizeGreaterThan(8);
        return json;
    }
}
