package io.mediadeleter.ops.meters;

import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.ops.BoundedTagValues;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Reduction;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Deferred;
import io.mediadeleter.rule.Settlement.Retried;
import io.mediadeleter.time.Time;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Counts and times what happens. What there is at a moment is in {@link StatusMeters}. Thread-safe. */
public final class MeterTelemetry implements Telemetry {

    /** A request that seems to be older has a timestamp in another unit, or none. */
    private static final Duration OLDEST = Duration.ofDays(3_650);

    private static final String WHAT = "what";
    private static final String HEADERS = "headers";
    private static final String VALUE = "value";
    private static final String EVIDENCE = "evidence";

    private static final Duration[] CALL_BUCKETS = millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);
    private static final Duration[] SETTLE_BUCKETS = millis(1_000, 5_000, 30_000, 120_000, 900_000, 3_600_000);

    private final Time time;
    private final ExemplarTrace traces;
    private final BoundedTagValues codes = new BoundedTagValues(BoundedTagValues.MOST_CODES);
    private final MeterProvider<Timer> calls;
    private final MeterProvider<Counter> settlements;
    private final MeterProvider<Timer> timeToSettle;
    private final MeterProvider<Counter> retries;
    private final MeterProvider<Counter> deadLetters;
    private final MeterProvider<Counter> reduced;
    private final Timer commits;
    private final Counter aborted;
    private final Counter quotaLogLost;
    private final Counter controlLogLost;
    private final Counter recordsLost;
    private final Counter recordsRedone;

    /**
     * Counts from zero on.
     *
     * @param delays the names of the retry delays
     * @param traces is told which trace a request belongs to that is timed
     */
    public MeterTelemetry(MeterRegistry registry, Time time, List<String> delays, ExemplarTrace traces) {
        this.time = time;
        this.traces = traces;
        calls = Timer.builder("media.deleter.calls")
                .description(
                        "Calls of the API by outcome. Alert when throttled ones are more than a few percent: others"
                                + " spend the same quota, or quota.per-second is more than the account's.")
                .serviceLevelObjectives(CALL_BUCKETS)
                .withRegistry(registry);
        settlements = Counter.builder("media.deleter.settlements")
                .description(
                        "Committed settlements of deliveries by kind. Alert when none is added while the group's lag"
                                + " grows.")
                .withRegistry(registry);
        timeToSettle = Timer.builder("media.deleter.time.to.settle")
                .description("Time from a request's timestamp to its result or dead letter, by the lane it ended in;"
                        + " requests with an implausible timestamp are not counted. Alert when the live lane's"
                        + " exceeds what upstream expects.")
                .serviceLevelObjectives(SETTLE_BUCKETS)
                .withRegistry(registry);
        retries = Counter.builder("media.deleter.retries")
                .description(
                        "Requests sent to a retry topic, by its delay. Alert when the last delay's keep rising: dead"
                                + " letters come next.")
                .withRegistry(registry);
        deadLetters = Counter.builder("media.deleter.dead.letters")
                .description(
                        "Requests dead-lettered, by fault; a code's series starts with its first. Alert on any, by the"
                                + " settlements' dead_lettered; each needs a decision.")
                .withRegistry(registry);
        reduced = Counter.builder("media.deleter.reduced")
                .description("Settlements written with a reduced record because the full one was rejected, by what was"
                        + " left out: headers, evidence (of a result: who asked and why, with headers), or value (with key and"
                        + " headers). Alert on any: raise the"
                        + " topics' max.message.bytes, or ask upstream for smaller requests.")
                .withRegistry(registry);
        commits = Timer.builder("media.deleter.commits")
                .description("Transactions that were committed. Alert when one takes seconds: look at the brokers.")
                .register(registry);
        aborted = Counter.builder("media.deleter.commits.aborted")
                .description(
                        "Transactions that were not committed and are tried again. Alert when it keeps rising: nothing"
                                + " is settled; look at the brokers.")
                .register(registry);
        quotaLogLost = Counter.builder("media.deleter.quota.log.lost")
                .description("Times that the quota topic could not be reached or had been replaced. Alert when it keeps"
                        + " rising: no call is made without a share.")
                .register(registry);
        controlLogLost = Counter.builder("media.deleter.control.log.lost")
                .description("Times that the control topic could not be used or had been replaced. Alert when it keeps"
                        + " rising: no call is made without having read it.")
                .register(registry);
        recordsLost = Counter.builder("media.deleter.records.lost")
                .description("Records that were deleted from a topic before they were read, by retention or by hand."
                        + " Alert on any: those requests were never processed.")
                .register(registry);
        recordsRedone = Counter.builder("media.deleter.records.redone")
                .description("Records that are processed again because the log ends before the group's offset. Alert on"
                        + " any: the log was truncated, or the offset was changed.")
                .register(registry);
        beginAtZero(delays);
    }

    /** An increase from "missing" to 1 is none to most alert rules. Of the API's codes it is not known which will come. */
    private void beginAtZero(List<String> delays) {
        Stream.of("deleted", "already_absent", "dry_run", "retried", "dead_lettered", "deferred")
                .forEach(kind -> settlements.withTag("kind", kind));
        Stream.of(HEADERS, EVIDENCE, VALUE).forEach(what -> reduced.withTag(WHAT, what));
        delays.forEach(delay -> retries.withTag("delay", delay));
        Stream.of(Lane.values()).forEach(lane -> timeToSettle.withTag("lane", lower(lane)));
        Stream.concat(
                        Stream.of("deleted", "dry_run"),
                        Stream.of(FaultKind.values())
                                .filter(FaultKind::isOfCall)
                                .map(MeterTelemetry::lower))
                .forEach(outcome -> calls.withTag("outcome", outcome));
    }

    @Override
    public void callEnded(EndedCall call) {
        String ended = call.outcome().match(done -> "deleted", () -> "dry_run", fault -> lower(fault.kind()));
        calls.withTag("outcome", ended).record(call.took());
    }

    @Override
    public void settled(List<Settled> settled, Duration took) {
        commits.record(took);
        settled.forEach(this::count);
    }

    private void count(Settled settled) {
        Settlement settlement = settled.settlement();
        String kind = settlement.match(
                completed -> lower(completed.result().disposition()),
                retried -> "retried",
                dead -> "dead_lettered",
                deferred -> "deferred");
        settlements.withTag("kind", kind).increment();
        countReduced(settled.omitted());
        if (settlement instanceof Retried retried) {
            retries.withTag("delay", retried.delay().name()).increment();
            return;
        }
        if (settlement instanceof Deferred) {
            return;
        }
        if (settlement instanceof DeadLettered dead) {
            Fault fault = dead.fault();
            deadLetters
                    .withTags("fault", lower(fault.kind()), "code", codes.known(fault.code()))
                    .increment();
        }
        age(settled.delivery().originTimestamp())
                .map(age -> age.minus(settled.delivery().gracePeriod()))
                .ifPresent(age -> traces.during(
                        settled.delivery().message(),
                        () -> timeToSettle
                                .withTag("lane", lower(settled.delivery().lane()))
                                .record(age.isNegative() ? Duration.ZERO : age)));
    }

    /** Empty when the timestamp makes no sense: it is the producer's, whose clock or unit may be wrong. */
    private Optional<Duration> age(Instant written) {
        Duration age = Duration.between(written, time.now());
        boolean isKnown = written.isAfter(Instant.EPOCH) && !age.isNegative() && age.compareTo(OLDEST) <= 0;
        return isKnown ? Optional.of(age) : Optional.empty();
    }

    private void countReduced(Reduction omitted) {
        if (omitted.valueBytes() != null) {
            reduced.withTag(WHAT, VALUE).increment();
        } else if (!omitted.evidence().isEmpty()) {
            reduced.withTag(WHAT, EVIDENCE).increment();
        } else if (omitted.headers() > 0) {
            reduced.withTag(WHAT, HEADERS).increment();
        }
    }

    @Override
    public void commitAborted(int settlements, Duration backOff) {
        aborted.increment();
    }

    @Override
    public void quotaLogLost(String reason, Duration pause) {
        quotaLogLost.increment();
    }

    @Override
    public void controlLogLost(String reason, Duration pause) {
        controlLogLost.increment();
    }

    @Override
    public void recordsLost(Partition partition, long from, long to, long count) {
        recordsLost.increment((double) count);
    }

    @Override
    public void recordsRedone(Partition partition, long position, long from, long end) {
        recordsRedone.increment((double) (end - from));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Duration[] millis(long... millis) {
        return LongStream.of(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
