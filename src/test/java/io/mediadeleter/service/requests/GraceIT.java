package io.mediadeleter.service.requests;

import static io.mediadeleter.service.ServiceRig.header;
import static io.mediadeleter.service.ServiceRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.queue.FlowControl;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.fault.FaultRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** With a grace period a request is called when that is over, and not before. */
@WithKafka.Together
class GraceIT {

    private static final String SETTING = "MEDIA_DELETER_REQUESTS_GRACE_PERIOD";
    private static final Duration PERIOD = Duration.ofSeconds(4);
    private static final String FILE = "8900000000000001";

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    private final String grace;
    private final String bulkGrace;

    GraceIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of(SETTING, PERIOD.toSeconds() + "s"));
        this.grace = rig.topics().graceOf(rig.topics().requested());
        this.bulkGrace = rig.topics().graceOf(rig.topics().bulk());
    }

    private static Stream<String> files(int count) {
        return IntStream.range(0, count).mapToObj(i -> String.valueOf(8_900_000_000_000_000L + i));
    }

    private List<Call> calls(String fileId) {
        return rig.simulator().calls().newest(9, Optional.of(fileId));
    }

    /** Each was called once, no sooner than the period after the broker's stamp. */
    private void assertNoneWasEarly(List<ConsumerRecord<byte[], byte[]>> waiting, Duration period) {
        assertThat(waiting).allSatisfy(each -> {
            List<Call> calls = calls(new String(each.key(), UTF_8));
            assertThat(calls).hasSize(1);
            assertThat(calls.get(0).arrivedAt())
                    .isAfterOrEqualTo(Instant.ofEpochMilli(each.timestamp()).plus(period));
        });
    }

    private void restartWith(Service before, String period) throws InterruptedException {
        ServiceRig.end(before);
        rig.set(SETTING, period);
        rig.start("one");
    }

    @Test
    void request_waitsAsItCameAndIsCalledOnceWhenItsPeriodIsOver() {
        rig.start("one");
        String origin = rig.publish(
                FILE.getBytes(UTF_8),
                ("{\"eventId\":\"e\",\"fileId\":\"" + FILE + "\"}").getBytes(UTF_8),
                Map.of("traceparent", "00-1-2-01", "md-attempt", "7"));

        ConsumerRecord<byte[], byte[]> waiting = rig.committed(grace, 1).get(0);
        assertThat(new String(waiting.value(), UTF_8)).contains("\"eventId\":\"e\"");
        assertThat(header(waiting, "md-origin")).isEqualTo(origin);
        assertThat(header(waiting, "md-origin-timestamp")).isNotEmpty();
        assertThat(header(waiting, "md-grace-period")).isEqualTo(Long.toString(PERIOD.toMillis()));
        assertThat(header(waiting, "traceparent")).isEqualTo("00-1-2-01");
        assertThat(header(waiting, "md-attempt")).isEmpty();

        ConsumerRecord<byte[], byte[]> result = rig.results(1).get(0);
        assertThat(json(result).path("attempts").asInt()).isEqualTo(1);
        assertThat(json(result).at("/source/topic").asText())
                .isEqualTo(rig.topics().requested());
        assertThat(header(result, "traceparent")).isEqualTo("00-1-2-01");
        assertNoneWasEarly(List.of(waiting), PERIOD);
    }

    @Test
    void bulkRequests_waitOnATopicOfTheirOwn() {
        rig.start("one");
        rig.requestAll(rig.topics().bulk(), files(20));

        List<ConsumerRecord<byte[], byte[]>> waiting = rig.committed(bulkGrace, 20);
        assertThat(rig.results(20))
                .hasSize(20)
                .allSatisfy(
                        result -> assertThat(json(result).at("/source/topic").asText())
                                .isEqualTo(rig.topics().bulk()));
        assertNoneWasEarly(waiting, PERIOD);
        assertThat(kafka.readCommitted(grace)).isEmpty();
    }

    @Test
    void settingThatIsGone_keepsWhatWasPromisedAndLetsNewRequestsThrough() throws InterruptedException {
        rig.set(SETTING, "8s");
        Service before = rig.start("one");
        rig.requestAll(files(5));
        List<ConsumerRecord<byte[], byte[]>> waiting = rig.committed(grace, 5);

        restartWith(before, "none");
        rig.request("{\"eventId\":\"new\",\"fileId\":\"8911111111111111\"}");

        assertThat(rig.results(6))
                .hasSize(6)
                .anySatisfy(result ->
                        assertThat(json(result).path("requestEventId").asText()).isEqualTo("new"));
        assertThat(kafka.readCommitted(grace)).as("the new one has not waited").hasSize(5);
        assertNoneWasEarly(waiting, Duration.ofSeconds(8));
    }

    @Test
    void longerPeriod_countsForWhatWaitsAlready() throws InterruptedException {
        rig.set(SETTING, "6s");
        pause(true); // the one that goes by the shorter period must not call, however late it is stopped
        Service before = rig.start("one");
        rig.requestAll(files(5));
        List<ConsumerRecord<byte[], byte[]>> waiting = rig.committed(grace, 5);

        restartWith(before, "12s");
        pause(false);

        assertThat(rig.results(5)).hasSize(5);
        assertNoneWasEarly(waiting, Duration.ofSeconds(12));
    }

    @Test
    void malformedRequest_isRefusedAtOnce() {
        rig.start("one");
        rig.request("no json");

        assertThat(header(rig.deadLetters(1).get(0), "md-fault-kind")).isEqualTo("MALFORMED");
        assertThat(kafka.readCommitted(grace)).isEmpty();
    }

    /** It reads the same requests, and the same topics that they wait on. */
    @Test
    void dryRunBesideTheGroup_letsNothingWaitThatTheGroupWouldCall() {
        rig.start("one");
        rig.requestAll(Stream.of(FILE));
        assertThat(rig.results(1)).hasSize(1);

        rig.set("MEDIA_DELETER_DRY_RUN", "true");
        rig.set("MEDIA_DELETER_GROUP_ID", kafka.unique("rehearsal"));
        rig.set("MEDIA_DELETER_TOPICS_DELETED", kafka.unique("rehearsal"));
        rig.set("MEDIA_DELETER_TOPICS_DEAD_LETTER", kafka.unique("rehearsal"));
        kafka.createTopics(rig.settings("x"));
        rig.start("rehearsal");

        assertThat(rig.results(2))
                .as("from the request topic, and from the grace topic")
                .allSatisfy(result ->
                        assertThat(json(result).path("outcome").asText()).isEqualTo("DRY_RUN"));
        assertThat(kafka.readCommitted(grace)).as("what the group calls").hasSize(1);
    }

    @Test
    void holdOnWhatWaits_withdrawsItAndNothingElse() {
        pause(true); // the holds come in time, however late they come
        rig.start("one");
        rig.requestAll(files(4));
        rig.requestAll(rig.topics().bulk(), Stream.of("8919999999999999"));
        rig.committed(grace, 4);
        rig.committed(bulkGrace, 1);
        kafka.produce(List.of(
                hold("event:e-8900000000000002"), hold("media:8900000000000003"), hold("event:e-8919999999999999")));
        pause(false);

        assertThat(rig.deadLetters(3))
                .extracting(dead -> header(dead, "md-fault-code"))
                .containsExactlyInAnyOrder("Hold.Event", "Hold.Media", "Hold.Event");
        assertThat(rig.deadLetters(3))
                .allSatisfy(dead -> assertThat(header(dead, "md-attempt")).isEqualTo("0"));
        assertThat(rig.results(2)).hasSize(2);
        for (String withdrawn : List.of("8900000000000002", "8900000000000003", "8919999999999999")) {
            assertThat(calls(withdrawn)).isEmpty();
        }
    }

    private ProducerRecord<byte[], byte[]> hold(String selector) {
        return new ProducerRecord<>(
                rig.topics().control(), selector.getBytes(UTF_8), "{\"reason\":\"a mistake\"}".getBytes(UTF_8));
    }

    private void pause(boolean isOn) {
        kafka.produce(List.of(
                isOn
                        ? hold("all:test")
                        : new ProducerRecord<>(rig.topics().control(), "all:test".getBytes(UTF_8), null)));
    }

    @Test
    void retryAndReplay_doNotWaitAgain() {
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + FILE + "x1"));
        rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + FILE + "x1"));
        rig.start("one");
        rig.requestAll(Stream.of(FILE));

        assertThat(header(rig.deadLetters(1).get(0), "md-attempt")).isEqualTo("2");
        rig.cli("dead-letters", "replay", "--all", "--yes").ended(0);

        assertThat(rig.results(1)).hasSize(1);
        assertThat(kafka.readCommitted(grace)).hasSize(1);
    }

    @Test
    void requestThatDoesNotFitOnTheGraceTopic_isNotCalled() {
        kafka.limit(6_000, grace);
        rig.start("one");
        String reason = "x".repeat(9_000);
        rig.request("{\"eventId\":\"e\",\"fileId\":\"" + FILE + "\",\"extensions\":{\"x\":\"" + reason + "\"}}");

        ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);
        assertThat(header(dead, "md-fault-code")).isEqualTo("Kafka.GraceTooLarge");
        assertThat(header(dead, "md-fault-kind")).isEqualTo("PERMANENT");
        assertThat(header(dead, "md-attempt")).isEqualTo("0");
        assertThat(calls(FILE)).isEmpty();
    }

    /** What has no room in memory is read again when it has. */
    @Test
    void moreThanMayBeHeld_areCalledOnceEach() {
        int waiting = 3_000;
        rig.set("MEDIA_DELETER_QUOTA_PER_SECOND", "1000");
        rig.set(SETTING, "8s");
        rig.start("one");
        rig.requestAll(files(waiting));

        List<ConsumerRecord<byte[], byte[]>> results = rig.results(waiting);

        assertThat(results)
                .hasSize(waiting)
                .allSatisfy(
                        each -> assertThat(json(each).path("outcome").asText()).isEqualTo("DELETED"));
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(waiting);
    }

    @Test
    void thousandsThatWait_holdUpNothingElse() throws Exception {
        int waiting = 5_000;
        rig.set(SETTING, "6h");
        Service before = rig.start("one");
        rig.requestAll(files(waiting));
        rig.committed(grace, waiting);
        ServiceRig.end(before);
        rig.set(SETTING, "none");
        Service now = rig.start("two");
        List<String> others = new ArrayList<>();
        for (String topic : List.of(rig.topics().requested(), rig.topics().bulk())) {
            String fileId = "891222222222222" + others.size();
            others.add(fileId);
            rig.simulator().faults().add(FaultRule.parse("InternalError@" + fileId + "x1"));
            rig.requestAll(topic, Stream.of(fileId));
        }

        assertThat(rig.results(2)).hasSize(2);
        await().untilAsserted(() -> assertThat(now.status().loop().inGrace().all(ServiceRig.lag(now)))
                .as("with some transaction markers")
                .isBetween((long) waiting, waiting + 500L));
        assertThat(now.status().loop().open().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .as("in memory")
                .isLessThanOrEqualTo(FlowControl.MAX_PER_TOPIC);
        assertThat(kafka.readCommitted(rig.topics().deleted())).hasSize(2);
    }
}
