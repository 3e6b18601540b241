package io.mediadeleter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.simulator.Call;
import io.mediadeleter.simulator.FaultRule;
import io.mediadeleter.simulator.ScriptedFault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many requests, one call in five of which goes wrong in some way, against the API's own log of calls. */
@WithKafka
class RandomFaultsIT {

    private static final FaultTable TABLE = new FaultTable(Map.of());
    private static final int ATTEMPTS = 3;
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

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void randomFaults_endAsTheApisOwnLogOfCallsSays() {
        FAULTS.forEach((fault, probability) ->
                rig.simulator().faults().add(FaultRule.sometimes(ScriptedFault.parse(fault), probability)));
        rig.requestAll(IntStream.range(0, REQUESTS).mapToObj(RandomFaultsIT::fileId));
        rig.start("one");

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
            assertThat(attempts).as(fileId).isEqualTo(String.valueOf(counting.size()));
            assertThat(counting.subList(0, counting.size() - 1))
                    .as(fileId)
                    .allMatch(call -> isTriedAgain(kindOf(call).orElseThrow()));
            assertThat(counting.size() == ATTEMPTS
                            || last.filter(RandomFaultsIT::isTriedAgain).isEmpty())
                    .as("no attempt is left out of " + fileId)
                    .isTrue();
        });
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
