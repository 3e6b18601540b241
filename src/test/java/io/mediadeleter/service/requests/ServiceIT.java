package io.mediadeleter.service.requests;

import static io.mediadeleter.service.ServiceRig.header;
import static io.mediadeleter.service.ServiceRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.Latency;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a request, through a real broker and the real SDK. */
@WithKafka.Together
class ServiceIT {

    private static final String FILE = "7447398156998994860";

    private final KafkaFixture kafka;

    @AutoClose
    @SuppressWarnings("NullAway.Init")
    private ServiceRig rig;

    ServiceIT(KafkaFixture kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void start() {
        rig = new ServiceRig(kafka, Map.of());
        rig.start("one");
    }

    private static String requestFor(String fileId) {
        return "{\"eventId\":\"e-1\",\"fileId\":\"" + fileId + "\"}";
    }

    private static Stream<String> fileIds(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> String.valueOf(8_000_000_000_000_000L + i));
    }

    @Test
    void validRequest_isDeletedOnceAndTheResultCarriesTheRequestId() {
        String origin = rig.publish(
                "the-key".getBytes(UTF_8),
                ("{\"eventId\":\"e-1\",\"fileId\":\"" + FILE + "\",\"subAppId\":7,\"correlationId\":\"c-1\"}")
                        .getBytes(UTF_8),
                Map.of("traceparent", "00-trace-span-01"));

        ConsumerRecord<byte[], byte[]> result = rig.results(1).get(0);

        Call call = rig.simulator().calls().all().get(0);
        assertThat(call.subAppId()).isEqualTo(7);
        assertThat(new String(result.key(), UTF_8)).isEqualTo("the-key");
        assertThat(json(result).path("requestEventId").asText()).isEqualTo("e-1");
        assertThat(json(result).path("outcome").asText()).isEqualTo("DELETED");
        assertThat(json(result).path("requestId").asText()).isEqualTo(call.requestId());
        assertThat(json(result).path("correlationId").asText()).isEqualTo("c-1");
        assertThat(json(result).path("attempts").asInt()).isEqualTo(1);
        assertThat(json(result).path("coalesced").asBoolean()).isFalse();
        assertThat(origin(result)).isEqualTo(origin);
        assertThat(header(result, "ce_type")).isEqualTo("io.mediadeleter.media-deleted.v1");
        assertThat(header(result, "traceparent")).isEqualTo("00-trace-span-01");
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(1);
    }

    @Test
    void partialRequest_deletesThesePartsOnly() {
        rig.request("{\"eventId\":\"e-1\",\"fileId\":\"" + FILE
                + "\",\"deleteParts\":[{\"type\":\"TranscodeFiles\",\"definition\":230}]}");

        ConsumerRecord<byte[], byte[]> result = rig.results(1).get(0);

        assertThat(json(result).at("/deleteParts/0/type").asText()).isEqualTo("TranscodeFiles");
        assertThat(rig.simulator().media().holds(0, FILE)).isTrue();
        assertThat(rig.simulator().calls().all().get(0).parts()).hasSize(1);
    }

    @Test
    void absentMedia_isAResultWithTheErrorCode() {
        rig.simulator().media().markAbsent(List.of(FILE));
        rig.request(requestFor(FILE));

        ConsumerRecord<byte[], byte[]> result = rig.results(1).get(0);

        assertThat(json(result).path("outcome").asText()).isEqualTo("ALREADY_ABSENT");
        assertThat(json(result).path("errorCode").asText()).isEqualTo("ResourceNotFound");
        assertThat(json(result).path("requestId").asText()).isNotEmpty();
    }

    @Test
    void transientFault_isRetriedFromTheRetryTopicWithTheSameBytes() {
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + FILE + "x1"));
        String origin = rig.request(requestFor(FILE));

        ConsumerRecord<byte[], byte[]> result = rig.results(1).get(0);
        ConsumerRecord<byte[], byte[]> retry =
                rig.committed(rig.topics().requested() + ".retry.1s", 1).get(0);

        assertThat(json(result).path("attempts").asInt()).isEqualTo(2);
        assertThat(origin(result)).isEqualTo(origin);
        assertThat(new String(retry.value(), UTF_8)).isEqualTo(requestFor(FILE));
        assertThat(header(retry, "md-origin")).isEqualTo(origin);
        assertThat(header(retry, "md-attempt")).isEqualTo("1");
        assertThat(header(retry, "md-fault-kind")).isEqualTo("TRANSIENT");
        assertThat(header(retry, "md-fault-code")).isEqualTo("InternalError");
        assertThat(header(retry, "md-fault-request-id")).isNotEmpty();
        List<Call> calls = rig.simulator().calls().newest(10, Optional.of(FILE));
        long due = Long.parseLong(header(retry, "md-not-before"));
        assertThat(calls.stream().mapToLong(call -> call.arrivedAt().toEpochMilli()))
                .filteredOn(arrived -> arrived >= due)
                .as("calls when the retry is due")
                .hasSize(1);
        assertThat(calls).hasSize(2);
    }

    @Test
    void faultOnEveryAttempt_endsAsADeadLetterWithItsHistory() {
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + FILE));
        String origin = rig.publish("the-key".getBytes(UTF_8), requestFor(FILE).getBytes(UTF_8), Map.of("x", "y"));

        ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);

        assertThat(new String(dead.key(), UTF_8)).isEqualTo(origin);
        assertThat(new String(dead.value(), UTF_8)).isEqualTo(requestFor(FILE));
        assertThat(header(dead, "md-attempt")).isEqualTo("3");
        assertThat(header(dead, "md-origin-key"))
                .isEqualTo(Base64.getEncoder().encodeToString("the-key".getBytes(UTF_8)));
        assertThat(header(dead, "md-first-failed-at")).isLessThan(header(dead, "md-failed-at"));
        assertThat(header(dead, "x")).isEqualTo("y");
        assertThat(rig.simulator().calls().newest(10, Optional.of(FILE))).hasSize(3);
    }

    @Test
    void permanentFault_isADeadLetterAtOnce() {
        rig.request("{\"eventId\":\"e-1\",\"fileId\":\"" + FILE + "\",\"deleteParts\":[{\"type\":\"NoSuchFiles\"}]}");

        ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);

        assertThat(header(dead, "md-fault-kind")).isEqualTo("PERMANENT");
        assertThat(header(dead, "md-fault-code")).isEqualTo("InvalidParameterValue.Type");
        assertThat(header(dead, "md-attempt")).isEqualTo("1");
    }

    @Test
    void malformedBytes_areADeadLetterUnchangedAndNoCallIsMade() {
        byte[] bytes = {'{', (byte) 0xC3, 0x28, '}'};
        rig.publish(null, bytes, Map.of());

        ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);

        assertThat(dead.value()).isEqualTo(bytes);
        assertThat(header(dead, "md-fault-kind")).isEqualTo("MALFORMED");
        assertThat(header(dead, "md-attempt")).isEqualTo("0");
        assertThat(header(dead, "md-fault-message")).isNotEmpty();
        assertThat(rig.simulator().calls().stats().total()).isZero();
    }

    @Test
    void nullValue_isADeadLetterThatIsNoTombstone() {
        rig.publish("k".getBytes(UTF_8), null, Map.of());

        ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);

        assertThat(dead.value()).isNotNull().isEmpty();
        assertThat(header(dead, "md-null-value")).isEqualTo("true");
    }

    @Test
    void aRetryThatWaits_holdsUpNobody() {
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + FILE));
        rig.request(requestFor(FILE));
        rig.committed(rig.topics().requested() + ".retry.1s", 1);

        rig.requestAll(fileIds(0, 20));

        assertThat(rig.results(20)).hasSize(20);
        assertThat(rig.deadLetters(1)).hasSize(1);
    }

    @Test
    void quotaSpentByOthers_isNoAttemptAndNobodyIsLost() {
        rig.simulator().quota().limit(10);
        rig.requestAll(fileIds(0, 30));

        List<ConsumerRecord<byte[], byte[]>> results = rig.results(30);

        assertThat(results).hasSize(30).allSatisfy(result -> {
            assertThat(json(result).path("outcome").asText()).isEqualTo("DELETED");
            assertThat(json(result).path("attempts").asInt()).isEqualTo(1);
        });
        assertThat(rig.simulator().calls().stats().refused()).isPositive();
    }

    @Test
    void requestsForTheSameMediaThatWaitTogether_shareACall() {
        rig.simulator().latency(Latency.parse("200ms"));
        rig.requestAll(Stream.generate(() -> FILE).limit(40));

        List<ConsumerRecord<byte[], byte[]>> results = rig.results(40);

        assertThat(results).hasSize(40);
        assertThat(rig.simulator().calls().stats().accepted()).isLessThan(40);
        assertThat(results)
                .filteredOn(result -> json(result).path("coalesced").asBoolean())
                .isNotEmpty();
    }

    @Test
    void twoInstances_shareThePartitionsAndSettleEachRequestOnce() throws InterruptedException {
        Service second = rig.start("two");
        rig.requestAll(fileIds(0, 50));
        rig.results(20);
        ServiceRig.end(second);
        rig.requestAll(fileIds(50, 100));

        assertThat(rig.results(100)).hasSize(100);
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(100);
    }

    /** So it is when the request of a killed process to join comes late: that has the name then, and never polls. */
    @Test
    void nameThatTheGroupGaveToNobodyAlive_isTakenBack() {
        rig.requestAll(fileIds(0, 10));
        rig.results(10);
        Map<String, Object> config = ClientConfigs.consumer(rig.settings("one").kafka());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        try (KafkaConsumer<byte[], byte[]> late = new KafkaConsumer<>(config)) {
            late.subscribe(List.of(rig.topics().requested()));
            await("the name")
                    .until(
                            () -> late.poll(Duration.ofMillis(100)),
                            polled -> !late.assignment().isEmpty());
            late.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
        }

        rig.requestAll(fileIds(10, 20));

        assertThat(rig.results(20)).hasSize(20);
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(20);
    }

    private static String origin(ConsumerRecord<byte[], byte[]> result) {
        return json(result).at("/source/topic").asText() + "/"
                + json(result).at("/source/partition").asInt() + "/"
                + json(result).at("/source/offset").asLong();
    }
}
