package io.mediadeleter.service.requests;

import static io.mediadeleter.service.ServiceRig.header;
import static io.mediadeleter.service.ServiceRig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Each row of the fault table, from the API's answer to the topic where the request ends. */
@WithKafka
record FaultTableIT(KafkaFixture kafka) {

    private static final long FIRST_FILE = 8_300_000_000_000_000L;

    /** The kind, then its faults, each with the code it is told by where that is another. */
    private static final Map<String, String> ROWS = Map.of(
            "THROTTLED", "RequestLimitExceeded RequestLimitExceeded.MadeUp",
            "SYSTEMIC", """
                    AuthFailure AuthFailure.MadeUp UnauthorizedOperation UnauthorizedOperation.MadeUp
                    FailedOperation.InvalidVodUser FailedOperation.InvalidAccount FailedOperation.UserStatusInavlid
                    ResourceNotFound.UserNotExist IpInBlacklist IpNotInWhitelist ServiceUnavailable""",
            "ABSENT", "ResourceNotFound ResourceNotFound.FileNotExist InvalidParameterValue.FileId",
            "PERMANENT", """
                    InvalidParameter InvalidParameter.MadeUp InvalidParameterValue InvalidParameterValue.MadeUp
                    MissingParameter MissingParameter.MadeUp UnknownParameter UnknownParameter.MadeUp
                    UnsupportedOperation UnsupportedOperation.MadeUp UnsupportedProtocol UnsupportedRegion
                    FailedOperation.NoPrivileges RequestSizeLimitExceeded ResponseSizeLimitExceeded ActionOffline
                    InvalidAction InvalidRequest NoSuchProduct NoSuchVersion""",
            "TRANSIENT", """
                    InternalError InternalError.MadeUp FailedOperation FailedOperation.NetWorkError LimitExceeded
                    ResourceInUse ResourceInsufficient ResourceUnavailable NobodyListsThis
                    http-302=Http.302 http-403=Http.403 http-407=Http.407 http-429=Http.429 http-500=Http.500
                    http-502=Http.502 http-503=Http.503 http-504=Http.504 html=InvalidResponse
                    lower-case-error=InvalidResponse error-outside=InvalidResponse
                    absent-without-request-id=InvalidResponse timeout=Network.Timeout reset=Network.Broken
                    garbage=InvalidResponse truncated=Network.Broken empty=InvalidResponse
                    null-request-id=InvalidResponse""");

    private record Row(String kind, String fault, String code) {

        static Stream<Row> of(String kind, String faults) {
            return Pattern.compile("\\s+").splitAsStream(faults).map(text -> {
                int told = text.indexOf('=');
                return new Row(kind, told < 0 ? text : text.substring(0, told), text.substring(told + 1));
            });
        }

        /** Throttling passes and the others last. */
        String script(String fileId) {
            return fault + "@" + fileId + (kind.equals("THROTTLED") ? "x2" : "");
        }

        String expected() {
            return switch (kind) {
                case "THROTTLED" -> "result DELETED, attempts 1, calls 3";
                case "ABSENT" -> "result ALREADY_ABSENT " + code + ", attempts 1, calls 1";
                case "PERMANENT" -> "dead letter PERMANENT " + code + ", attempts 1, calls 1";
                default -> "dead letter " + kind + " " + code + ", attempts 3, calls 3";
            };
        }
    }

    /** Mixed, and a good request beside each, so that the breaker never sees systemic faults alone. */
    @Test
    void everyFault_endsAsItsRowSays() {
        List<Row> rows = new ArrayList<>();
        new TreeMap<>(ROWS).forEach((kind, faults) -> Row.of(kind, faults).forEach(rows::add));
        Collections.shuffle(rows, new Random(1));
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> faults = new TreeMap<>();
        try (ServiceRig rig = new ServiceRig(
                kafka, Map.of("MEDIA_DELETER_VOD_CALL_TIMEOUT", "4s", "MEDIA_DELETER_RETRY_DELAYS", "300ms,600ms"))) {
            for (int i = 0; i < rows.size(); i++) {
                String fileId = String.valueOf(FIRST_FILE + 2L * i);
                rig.simulator().faults().add(FaultRule.parse(rows.get(i).script(fileId)));
                faults.put(fileId, rows.get(i).fault());
                expected.put(fileId, rows.get(i).fault() + ": " + rows.get(i).expected());
                String good = String.valueOf(FIRST_FILE + 2L * i + 1);
                faults.put(good, "none");
                expected.put(good, "none: result DELETED, attempts 1, calls 1");
            }
            rig.start("one");
            rig.requestAll(expected.keySet().stream());

            assertThat(ends(rig, expected, faults)).isEqualTo(expected);
        }
    }

    private static Map<String, String> ends(ServiceRig rig, Map<String, String> expected, Map<String, String> faults) {
        int letters = (int)
                expected.values().stream().filter(end -> end.contains("dead")).count();
        Map<String, String> ends = new TreeMap<>();
        rig.deadLetters(letters).forEach(letter -> ends.merge(fileId(letter), letter(letter), String::concat));
        rig.results(expected.size() - letters)
                .forEach(result -> ends.merge(fileId(result), result(result), String::concat));
        ends.replaceAll((fileId, end) -> faults.get(fileId) + ": " + end + ", calls "
                + rig.simulator().calls().all().stream()
                        .filter(call -> call.fileId().orElseThrow().equals(fileId))
                        .count());
        return ends;
    }

    private static String fileId(ConsumerRecord<byte[], byte[]> end) {
        return json(end).get("fileId").asText();
    }

    private static String letter(ConsumerRecord<byte[], byte[]> letter) {
        return "dead letter " + header(letter, "md-fault-kind") + " " + header(letter, "md-fault-code") + ", attempts "
                + header(letter, "md-attempt");
    }

    private static String result(ConsumerRecord<byte[], byte[]> result) {
        String code = json(result).path("errorCode").asText();
        return "result " + json(result).get("outcome").asText() + (code.isEmpty() ? "" : " " + code) + ", attempts "
                + json(result).get("attempts").asText();
    }
}
