package io.mediadeleter.ops.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Results;
import io.mediadeleter.event.Scope;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.ops.BoundedTagValues;
import io.mediadeleter.ops.IdleEngine;
import io.mediadeleter.ops.status.InstanceStatus;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.Pipeline;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Reduction;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.Settlement;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeterTelemetryTest {

    private static final InstanceStatus.Limits LIMITS = new InstanceStatus.Limits(100, false, 64, null);

    private static final DeleteRequest REQUEST =
            new DeleteRequest("e-1", new MediaId(null, "1"), new Scope.Whole(), null, null);
    private static final Duration TOOK = Duration.ofMillis(20);

    private final StoppedTime time = new StoppedTime();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterTelemetry telemetry = new MeterTelemetry(registry, time, List.of(), new ExemplarTrace());
    private final Delivery delivery = writtenAt(Instant.ofEpochMilli(1));

    private static Delivery writtenAt(Instant written) {
        return Deliveries.at(new Partition("t", 0), 7, written, Attempt.FIRST, new Content.Valid(REQUEST));
    }

    private Settled deleted(Delivery of) {
        return new Settled(of, new Settlement.Completed(Results.deleted(of.origin(), REQUEST, time.now())));
    }

    private static Fault fault(FaultKind kind, String code) {
        return new Fault(kind, code, "message", null);
    }

    private void settle(Settlement settlement) {
        telemetry.settled(List.of(new Settled(delivery, settlement)), TOOK);
    }

    private void deadLetter(String code) {
        settle(new Settlement.DeadLettered(3, time.now(), time.now(), fault(FaultKind.TRANSIENT, code)));
    }

    @Test
    void countersOfKnownTags_beginAtZero() {
        new MeterTelemetry(registry, time, List.of("5s", "1m"), new ExemplarTrace());

        assertThat(registry.scrape())
                .contains("media_deleter_settlements_total{kind=\"dead_lettered\"} 0")
                .contains("media_deleter_retries_total{delay=\"1m\"} 0")
                .contains("media_deleter_calls_seconds_count{outcome=\"throttled\"} 0")
                .contains("media_deleter_time_to_settle_seconds_count{lane=\"live\"} 0");
    }

    @Test
    void calls_areTimedByOutcome() {
        telemetry.callEnded(new EndedCall(REQUEST.media(), List.of(), new Outcome.Deleted("r-1"), TOOK));
        Outcome throttled = new Outcome.Failed(fault(FaultKind.THROTTLED, "RequestLimitExceeded"));
        telemetry.callEnded(new EndedCall(REQUEST.media(), List.of(), throttled, TOOK));

        assertThat(registry.scrape())
                .contains("media_deleter_calls_seconds_count{outcome=\"deleted\"} 1")
                .contains("media_deleter_calls_seconds_count{outcome=\"throttled\"} 1")
                .contains("media_deleter_calls_seconds_bucket{outcome=\"deleted\",le=\"0.05\"} 1");
    }

    @Test
    void result_isCountedAndItsWholeWayTimed() {
        time.pass(Duration.ofMillis(3_001));
        telemetry.settled(List.of(deleted(delivery)), TOOK);

        assertThat(registry.scrape())
                .contains("media_deleter_settlements_total{kind=\"deleted\"} 1.0")
                .contains("media_deleter_time_to_settle_seconds_sum{lane=\"live\"} 3.0")
                .contains("media_deleter_commits_seconds_count 1");
    }

    @Test
    void gracePeriod_isNoPartOfTheWay() {
        settle(new Settlement.Deferred(Duration.ofHours(1), time.now()));
        time.pass(Duration.ofHours(1).plusSeconds(4));
        Instant stamp = delivery.originTimestamp().plusSeconds(1);
        Message kept = new Message(null, null, List.of(), stamp);
        Delivery waited = new Delivery(
                delivery.partition(),
                delivery.offset(),
                delivery.epoch(),
                delivery.lane(),
                delivery.origin(),
                delivery.originTimestamp(),
                Attempt.inGrace(stamp.plus(Duration.ofHours(1)), false),
                kept,
                delivery.content());
        telemetry.settled(List.of(deleted(waited)), TOOK);

        assertThat(registry.scrape())
                .contains("media_deleter_settlements_total{kind=\"deferred\"} 1.0")
                .contains("media_deleter_time_to_settle_seconds_count{lane=\"live\"} 1")
                .contains("media_deleter_time_to_settle_seconds_sum{lane=\"live\"} 3.999");
    }

    /** Of a producer that counts microseconds or seconds, whose clock is ahead, or that gave none. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                Long.MAX_VALUE,
                1_772_356_443_123_000L,
                1_772_356_443_123_000_000L,
                1_772_356_443_124L,
                1_772_356_443L,
                0,
                -1,
                Long.MIN_VALUE
            })
    void timestampThatMakesNoSense_isNoTimeAndSpoilsNoOther(long millis) {
        time.pass(Duration.ofMillis(1_772_356_443_123L));
        Settled sensible = deleted(writtenAt(time.now().minusSeconds(3)));
        Settled senseless = deleted(writtenAt(Instant.ofEpochMilli(millis)));
        telemetry.settled(List.of(senseless, sensible, senseless, sensible), TOOK);

        assertThat(registry.scrape())
                .contains("media_deleter_settlements_total{kind=\"deleted\"} 4.0")
                .contains("media_deleter_time_to_settle_seconds_sum{lane=\"live\"} 6.0")
                .contains("media_deleter_time_to_settle_seconds_count{lane=\"live\"} 2");
    }

    @Test
    void settlementWithLessOfItsRequest_isCountedByWhatIsLeftOut() {
        Settlement dead =
                new Settlement.DeadLettered(0, time.now(), time.now(), fault(FaultKind.MALFORMED, "Json.Invalid"));
        telemetry.settled(
                List.of(
                        new Settled(delivery, dead, new Reduction(2, 5_000_000)),
                        new Settled(delivery, dead, Reduction.headers(3)),
                        new Settled(delivery, dead, Reduction.headers(3, List.of("extensions"))),
                        new Settled(delivery, dead)),
                TOOK);

        assertThat(registry.scrape())
                .contains("media_deleter_reduced_total{what=\"value\"} 1.0")
                .contains("media_deleter_reduced_total{what=\"headers\"} 1.0")
                .contains("media_deleter_reduced_total{what=\"evidence\"} 1.0")
                .containsPattern("# HELP media_deleter_reduced_total .* headers, evidence \\(.*\\), or value ");
    }

    @Test
    void retry_isCountedByItsDelayAndIsNotTheEndOfTheWay() {
        RetryDelay delay = new RetryDelay("5s", Duration.ofSeconds(5));
        settle(new Settlement.Retried(
                delay, 1, time.now(), time.now(), time.now(), fault(FaultKind.TRANSIENT, "InternalError")));

        assertThat(registry.scrape())
                .contains("media_deleter_settlements_total{kind=\"retried\"} 1.0")
                .contains("media_deleter_retries_total{delay=\"5s\"} 1.0")
                .contains("media_deleter_time_to_settle_seconds_count{lane=\"live\"} 0");
    }

    @Test
    void deadLetter_isCountedByItsFault() {
        deadLetter("InternalError");

        assertThat(registry.scrape())
                .contains("media_deleter_settlements_total{kind=\"dead_lettered\"} 1.0")
                .contains("media_deleter_dead_letters_total{code=\"InternalError\",fault=\"transient\"} 1.0");
    }

    @Test
    void endlessNewCodes_areBounded() {
        for (int i = 0; i < 10_000; i++) {
            deadLetter("Made.Up" + i);
        }

        assertThat(registry.get("media.deleter.dead.letters").counters()).hasSize(BoundedTagValues.MOST_CODES + 1);
        assertThat(registry.scrape()).contains("code=\"other\"");
    }

    @Test
    void abortedCommit_isCounted() {
        telemetry.commitAborted(5, Duration.ofMillis(100));

        assertThat(registry.scrape()).contains("media_deleter_commits_aborted_total 1.0");
    }

    @Test
    void controlTopicThatIsLost_isCounted() {
        assertThat(registry.scrape()).contains("media_deleter_control_log_lost_total 0.0");

        telemetry.controlLogLost("it is gone", Duration.ofSeconds(1));

        assertThat(registry.scrape()).contains("media_deleter_control_log_lost_total 1.0");
    }

    @Test
    void kindsThatDidNotHappenYet_areThereAsZero() {
        assertThat(registry.scrape()).contains("media_deleter_settlements_total{kind=\"dead_lettered\"} 0.0");
    }

    @Test
    void status_isReadWhenItIsScraped() {
        Pipeline pipeline = IdleEngine.with(time);
        new StatusMeters(pipeline::status, LIMITS).bindTo(registry);
        time.pass(Duration.ofSeconds(7));

        assertThat(registry.scrape())
                .contains("media_deleter_loop_silence_seconds 7.0", "media_deleter_calling 0.0")
                .containsPattern("# HELP media_deleter_calling .* or more holds than holds.max; else 1, .*")
                .contains("media_deleter_backlog{lane=\"live\"} 0.0", "media_deleter_partitions_assigned 0.0");
    }

    @Test
    void everyMeter_saysWhatItIs() {
        new StatusMeters(IdleEngine.with(time)::status, LIMITS).bindTo(registry);
        deadLetter("InternalError");

        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getDescription())
                        .as(meter.getId().getName())
                        .isNotBlank());
    }

    @Test
    void timeToSettle_namesTheTraceOfARequestWhosePublisherKeepsIt() {
        time.pass(Duration.ofMillis(3_001));
        ExemplarTrace traces = new ExemplarTrace();
        PrometheusMeterRegistry traced =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, traces);
        MeterTelemetry meters = new MeterTelemetry(traced, time, List.of(), traces);
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        meters.settled(List.of(deleted(withHeader("00-" + trace + "-00f067aa0ba902b7-01"))), TOOK);

        assertThat(traced.scrape("application/openmetrics-text"))
                .containsPattern(
                        "time_to_settle_seconds_bucket.* # \\{span_id=\"00f067aa0ba902b7\",trace_id=\"" + trace);
    }

    private Delivery withHeader(String traceparent) {
        Header header = new Header(Header.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        Message message = delivery.message().with(List.of(header));
        return Deliveries.at(delivery.partition(), 7, message, Attempt.FIRST, delivery.content());
    }
}
