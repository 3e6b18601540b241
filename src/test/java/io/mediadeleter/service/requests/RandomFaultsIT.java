package io.mediadeleter.service.requests;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.fault.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Many requests, one call in five of which goes wrong in some way, against the API's own log of calls. */
@WithKafka
class RandomFaultsIT {

    private static final FaultTable TABLE = new FaultTable(Map.of());
    private static final int ATTEMPTS = 3;
    private static final int TRACED = 5;
    private static final int MOST_LOGGED = 10_000;
    private static final int REQUESTS = Integer.getInteger("faults.requests", 1_500);

    /** What goes wrong on the wire, and the service's own name for it. */
    private static final Map<String, String> BREAKAGES = Map.of(
            "timeout", "Network.Timeout",
            "reset", "Network.Broken",
            "garbage", "InvalidResponse",
            "truncated", "Network.Broken",
            "empty", "InvalidResponse",
            "null-request-id", "InvalidResponse",
            "http-500", "Http.500",
            "http-503", "Http.503");

    private static final Map<String, Double> FAULTS = Map.ofEntries(
            Map.entry("InternalError", 0.05),
            Map.entry("SomethingNew", 0.02),
            Map.entry("AuthFailure.SignatureFailure", 0.02),
            Map.entry("FailedOperation.NoPrivileges", 0.02),
            Map.entry("ResourceNotFound", 0.02),
            Map.entry("RequestLimitExceeded", 0.004),
            Map.entry("timeout", 0.002),
            Map.entry("reset", 0.02),
            Map.entry("garbage", 0.01),
            Map.entry("null-request-id", 0.01),
            Map.entry("http-503", 0.02));

    @TempDir
    Path directory;

    private final Stops stops = new Stops();

    @AutoClose
    private final ServiceRig rig;

    RandomFaultsIT(KafkaFixture kafka) {
        rig = new ServiceRig(
                kafka,
                Map.of( // a machine that stalls must not make a time-out of a call that the log says went well
                        "MEDIA_DELETER_RETRY_DELAYS", "200ms,400ms",
                        "MEDIA_DELETER_QUOTA_PER_SECOND", "1000",
                        "MEDIA_DELETER_VOD_CONNECT_TIMEOUT", "5s",
                        "MEDIA_DELETER_VOD_CALL_TIMEOUT", "5s"));
        rig.simulator().quota().limit(0);
    }

    /**
     * Whether calling has stopped. A request that failed for the last time while no other call went well, as one that is left over may,
     * stops it: it is not given up yet, and a call that fails like that until one goes well is no attempt.
     */
    private static final class Stops implements Telemetry {

        private volatile boolean any;

        @Override
        public void callingStopped(@Nullable Fault last) {
            any = true;
        }
    }

    /** A line for each settlement of so many is more than Surefire's channel to Maven stands. */
    @BeforeAll
    static void logLess() {
        if (REQUESTS > MOST_LOGGED) {
            ((Logger) LoggerFactory.getLogger("media-deleter")).setLevel(Level.ERROR);
        }
    }

    @Test
    void randomFaults_endAsTheApisOwnLogOfCallsSays_andSoSayReportAndTrace() throws IOException {
        FAULTS.forEach(
                (fault, probability) -> rig.simulator().faults().add(FaultRule.parse(fault + ":" + probability)));
        rig.start("one", stops);
        Map<String, JsonNode> rows = publishAndWait();

        List<ConsumerRecord<byte[], byte[]>> ends = rig.ends(REQUESTS);
        Map<String, List<Call>> calls = rig.simulator().calls().all().stream()
                .collect(Collectors.groupingBy(call -> call.fileId().orElseThrow()));

        assertThat(byFileId(ends)).hasSize(REQUESTS).hasSize(ends.size());
        byFileId(ends).forEach((fileId, end) -> {
            List<Call> counting = of(calls, fileId).stream()
                    .filter(call ->
                            kindOf(call).filter(FaultKind.THROTTLED::equals).isEmpty())
                    .toList();
            Optional<FaultKind> last = kindOf(counting.get(counting.size() - 1));
            boolean givenUp = last.filter(RandomFaultsIT::isGivenUp).isPresent();
            assertThat(end.topic())
                    .as(fileId)
                    .isEqualTo(
                            givenUp ? rig.topics().deadLetter() : rig.topics().deleted());
            String attempts = givenUp
                    ? ServiceRig.header(end, "md-attempt")
                    : ServiceRig.json(end).path("attempts").asText();
            int made = counting.size();
            assertThat(Integer.parseInt(attempts)).as(fileId).isBetween(stops.any ? 1 : made, made);
            assertThat(counting.subList(0, counting.size() - 1))
                    .as(fileId)
                    .allMatch(call -> isTriedAgain(kindOf(call).orElseThrow()));
            assertThat(made == ATTEMPTS
                            || (stops.any && made > ATTEMPTS)
                            || last.filter(RandomFaultsIT::isTriedAgain).isEmpty())
                    .as("no attempt is left out of " + fileId)
                    .isTrue();
            assertThat(told(of(rows, fileId))).as("the report's row").isEqualTo(told(end));
        });
        assertThat(rows).hasSize(REQUESTS);
        byFileId(ends).entrySet().stream()
                .skip(new Random().nextInt(REQUESTS - TRACED))
                .limit(TRACED)
                .forEach(sample -> assertTraced(sample.getKey(), sample.getValue()));
    }

    /** By the command, which waits for all; its rows by file id. */
    private Map<String, JsonNode> publishAndWait() throws IOException {
        Path report = directory.resolve("report.jsonl");
        Path requests = Files.write(
                directory.resolve("requests.jsonl"),
                IntStream.range(0, REQUESTS)
                        .mapToObj(i -> "{\"eventId\":\"e-" + i + "\",\"fileId\":\"" + fileId(i) + "\"}")
                        .toList());
        Cli run = rig.cli("request", "--yes", "--file", requests.toString(), "--wait", "--report", report.toString());
        assertThat(run.out()).as(run.err()).contains(String.format(Locale.ROOT, "%,d requests: ", REQUESTS));
        return Json.read(Files.readAllLines(report)).stream()
                .collect(Collectors.toMap(row -> row.path("fileId").asText(), row -> row));
    }

    private void assertTraced(String fileId, ConsumerRecord<byte[], byte[]> end) {
        Cli traced = rig.cli("trace", "--file-id", fileId, "--format", "json").ended(0);
        JsonNode state = Json.read(traced.out()).path("state");
        assertThat(state.path("kind").asText())
                .isEqualTo(end.topic().equals(rig.topics().deleted()) ? "DONE" : "DEAD_LETTER");
        assertThat(state.path("requests").path(0).path("at").asText())
                .isEqualTo(end.topic() + "/" + end.partition() + "/" + end.offset());
    }

    private static List<String> told(JsonNode row) {
        return List.of(
                row.path("outcome").asText(),
                row.path("requestId").asText(),
                row.path("attempts").asText(),
                row.path("faultKind").asText());
    }

    private List<String> told(ConsumerRecord<byte[], byte[]> end) {
        JsonNode result = ServiceRig.json(end);
        return end.topic().equals(rig.topics().deleted())
                ? List.of(
                        result.path("outcome").asText(),
                        result.path("requestId").asText(),
                        result.path("attempts").asText(),
                        "")
                : List.of(
                        "DEAD_LETTER",
                        ServiceRig.header(end, "md-fault-request-id"),
                        ServiceRig.header(end, "md-attempt"),
                        ServiceRig.header(end, "md-fault-kind"));
    }

    private static Optional<FaultKind> kindOf(Call call) {
        return Optional.of(call.outcome())
                .filter(outcome -> !outcome.equals(Call.OK))
                .map(outcome -> kind(BREAKAGES.getOrDefault(outcome, outcome)));
    }

    private static FaultKind kind(String code) {
        return TABLE.kindOf(code);
    }

    private static boolean isGivenUp(FaultKind kind) {
        return kind != FaultKind.ABSENT && kind != FaultKind.THROTTLED;
    }

    private static boolean isTriedAgain(FaultKind kind) {
        return kind == FaultKind.TRANSIENT || kind == FaultKind.SYSTEMIC;
    }

    private static <T> T of(Map<String, T> byFileId, String fileId) {
        return Objects.requireNonNull(byFileId.get(fileId), fileId);
    }

    private static String fileId(int number) {
        return String.valueOf(8_600_000_000_000_000L + number);
    }

    private static Map<String, ConsumerRecord<byte[], byte[]>> byFileId(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .collect(Collectors.toMap(
                        consumed -> ServiceRig.json(consumed).path("fileId").asText(), Function.identity()));
    }
}
