package io.mediadeleter.service.requests;

import static io.mediadeleter.service.ServiceRig.header;
import static io.mediadeleter.service.ServiceRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.fault.FaultRule;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The settings that keep deletion safe, from the request topic to what the API was asked. */
@WithKafka.Together
record SafetyIT(KafkaFixture kafka) {

    private static final long FIRST_FILE = 8_400_000_000_000_000L;
    private static final String REFUSED = String.valueOf(FIRST_FILE);
    private static final String GOOD = String.valueOf(FIRST_FILE + 1);

    private static final String ONE = ",\"subAppId\":1400000001";
    private static final String OTHER = ",\"subAppId\":1400000002";

    /** More than the calls that the breaker looks at. */
    private static final int FORBIDDEN = 25;

    private static String request(String fileId, String more) {
        return "{\"eventId\":\"e-" + fileId + "\",\"fileId\":\"" + fileId + "\"" + more + "}";
    }

    private ServiceRig rig(String setting, String value) {
        return new ServiceRig(kafka, Map.of("MEDIA_DELETER_" + setting, value));
    }

    /** Publishes requests to be refused and a good one after them; the codes of the refusals, once all have ended. */
    private static List<String> refusals(ServiceRig rig, String good, String... refused) {
        rig.start("one");
        for (String more : refused) {
            rig.request(request(REFUSED, more));
        }
        rig.request(request(GOOD, good));
        rig.results(1);
        List<ConsumerRecord<byte[], byte[]>> letters = rig.deadLetters(refused.length);
        assertThat(rig.simulator().calls().all())
                .extracting(call -> call.fileId().orElseThrow())
                .containsExactly(GOOD);
        assertThat(letters)
                .extracting(
                        letter -> json(letter).get("fileId").asText(),
                        letter -> header(letter, "md-fault-kind"),
                        letter -> header(letter, "md-attempt"))
                .containsOnly(tuple(REFUSED, "MALFORMED", "0"));
        return letters.stream().map(letter -> header(letter, "md-fault-code")).toList();
    }

    @Test
    void dryRun_hasAResultWithoutACall() {
        try (ServiceRig rig = rig("DRY_RUN", "true")) {
            rig.start("one");
            rig.request(request(GOOD, ""));

            JsonNode result = json(rig.results(1).get(0));
            assertThat(result.get("outcome").asText()).isEqualTo("DRY_RUN");
            assertThat(result.has("requestId")).isFalse();
            assertThat(rig.simulator().calls().all()).isEmpty();
        }
    }

    @Test
    void subApplicationThatIsNotAllowed_isNotCalledFor() {
        try (ServiceRig rig = rig("VOD_ALLOWED_SUB_APP_IDS", "1400000001")) {
            assertThat(refusals(rig, ONE, OTHER, ""))
                    .containsOnly("SubAppIdNotAllowed")
                    .hasSize(2);
        }
    }

    /** What waits for another attempt was read when the default was another. */
    @Test
    void defaultThatHasChanged_isThatOfNewRequestsAlone() {
        try (ServiceRig rig = rig("VOD_DEFAULT_SUB_APP_ID", "1400000002")) {
            String retries = rig.topics().retry(rig.topics().retryDelays().get(0));
            List<String> topics =
                    List.of(rig.topics().requested(), retries, rig.topics().replay());
            kafka.produce(IntStream.range(0, topics.size())
                    .mapToObj(i -> settledOn("1400000001", topics.get(i), String.valueOf(FIRST_FILE + i)))
                    .toList());
            rig.start("one");
            rig.results(topics.size());

            assertThat(rig.simulator().calls().all())
                    .extracting(call -> call.fileId().orElseThrow(), call -> String.valueOf(call.subAppId()))
                    .containsExactlyInAnyOrder(
                            tuple(String.valueOf(FIRST_FILE), "1400000002"),
                            tuple(String.valueOf(FIRST_FILE + 1), "1400000001"),
                            tuple(String.valueOf(FIRST_FILE + 2), "1400000001"));
        }
    }

    private static ProducerRecord<byte[], byte[]> settledOn(String subApp, String topic, String fileId) {
        ProducerRecord<byte[], byte[]> written = ServiceRig.wholeMedia(topic, fileId);
        written.headers().add("md-sub-app-id", subApp.getBytes(UTF_8));
        return written;
    }

    @Test
    void missingSubApplicationAndEmptyParts_areNotCalledFor() {
        try (ServiceRig rig = rig("VOD_REQUIRE_SUB_APP_ID", "true")) {
            assertThat(refusals(rig, ONE, "", ONE + ",\"deleteParts\":[]"))
                    .containsExactlyInAnyOrder("SubAppIdMissing", "SchemaViolation");
        }
    }

    @Test
    void emptyPartsThatMeanAll_areOneWholeDeletion() {
        try (ServiceRig rig = rig("REQUESTS_EMPTY_DELETE_PARTS", "delete-all")) {
            rig.start("one");
            rig.request(request(GOOD, ",\"deleteParts\":[]"));

            JsonNode result = json(rig.results(1).get(0));
            assertThat(result.get("outcome").asText()).isEqualTo("DELETED");
            assertThat(result.has("deleteParts")).isFalse();
            assertThat(rig.simulator().calls().all()).singleElement().satisfies(call -> {
                assertThat(call.fileId()).contains(GOOD);
                assertThat(call.parts()).isEmpty();
            });
        }
    }

    /** Requests of both come by turns; a breaker that counted failures alone would have enough of them to open. */
    @Test
    void permissionThatOneSubApplicationLacks_stopsNobodyElse() {
        try (ServiceRig rig = rig("RETRY_DELAYS", "500ms,1s")) {
            var service = rig.start("one");
            var calling = service.status().calling();
            for (String fileId : forbidden().toList()) {
                rig.simulator().faults().add(FaultRule.parse("UnauthorizedOperation@" + fileId + "x1"));
                rig.request(request(fileId, ONE));
                rig.request(request(fileId + "0", OTHER));
            }

            String firstRetryTopic =
                    rig.topics().retry(rig.topics().retryDelays().get(0));
            assertThat(rig.committed(firstRetryTopic, FORBIDDEN))
                    .extracting(
                            retry -> json(retry).get("subAppId").asLong(),
                            retry -> header(retry, "md-fault-kind"),
                            retry -> header(retry, "md-attempt"))
                    .containsOnly(tuple(1_400_000_001L, "SYSTEMIC", "1"))
                    .hasSize(FORBIDDEN);
            assertThat(attempts(rig.results(2 * FORBIDDEN), 1_400_000_002L))
                    .hasSize(FORBIDDEN)
                    .containsOnly(1);
            assertThat(attempts(rig.results(2 * FORBIDDEN), 1_400_000_001L))
                    .hasSize(FORBIDDEN)
                    .containsOnly(2);
            assertThat(rig.simulator().calls().all())
                    .filteredOn(call -> !call.outcome().equals(Call.OK))
                    .hasSize(FORBIDDEN)
                    .allMatch(call -> call.subAppId() == 1_400_000_001L);
            assertThat(service.status().calling()).as("never stopped").isEqualTo(calling);
        }
    }

    private static Stream<String> forbidden() {
        return LongStream.range(FIRST_FILE, FIRST_FILE + FORBIDDEN).mapToObj(String::valueOf);
    }

    private static List<Integer> attempts(List<ConsumerRecord<byte[], byte[]>> results, long subAppId) {
        return results.stream()
                .map(ServiceRig::json)
                .filter(result -> result.get("subAppId").asLong() == subAppId)
                .map(result -> result.get("attempts").asInt())
                .toList();
    }
}
