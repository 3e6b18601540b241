package io.mediadeleter.ops.meters;

import io.mediadeleter.control.Namesake;
import io.mediadeleter.event.Lane;
import io.mediadeleter.ops.status.InstanceStatus;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Braking;
import io.mediadeleter.quota.QuotaSnapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** Gauges of what the engine is doing, read from its status when they are scraped. Thread-safe. */
public final class StatusMeters implements MeterBinder {

    private final Supplier<PipelineStatus> status;
    private final InstanceStatus.Limits limits;

    public StatusMeters(Supplier<PipelineStatus> status, InstanceStatus.Limits limits) {
        this.status = status;
        this.limits = limits;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindCalls(registry);
        bindBrake(registry);
        bindControl(registry);
        bindPartitions(registry);
        bindQuota(registry);
    }

    private void bindCalls(MeterRegistry registry) {
        gauge("media.deleter.calling", now -> now.mayCall() ? 1 : 0)
                .description(
                        "0 while one of these stops every call: the circuit breaker (every call fails for a systemic reason:"
                                + " credentials, account, network), a pause, the deletion limit, a control topic that cannot be"
                                + " read, or more holds than holds.max; else 1, also where calls wait for Kafka or for a share of"
                                + " the quota. Alert on 0: the status page and the log say why.")
                .register(registry);
        gauge("media.deleter.calls.in.flight", PipelineStatus::inFlight)
                .description(
                        "Calls being made. Alert when it stays at calls.max-in-flight: the API is slow, or the limit"
                                + " is too low for the quota.")
                .register(registry);
        Gauge.builder("media.deleter.calls.in.flight.limit", limits::maxInFlight)
                .description("Calls that may be made at the same time, calls.max-in-flight. Nothing to alert on.")
                .register(registry);
        for (Lane lane : Lane.values()) {
            gauge("media.deleter.backlog", now -> now.backlog().getOrDefault(lane, 0))
                    .tag("lane", lane.name().toLowerCase(Locale.ROOT))
                    .description("Deliveries in memory that wait for a token. Alert when the live lane's stays in the"
                            + " hundreds: the quota is too small for the traffic.")
                    .register(registry);
        }
    }

    private void bindBrake(MeterRegistry registry) {
        gauge("media.deleter.brake.held", now -> braked(now, brake -> brake.isHeld() ? 1 : 0))
                .description(
                        "1 while the group's deletion is paused because its calls reached calls.max-deletes-per-hour, 0"
                                + " otherwise; the same on every instance, not a number without that limit. Alert on 1:"
                                + " confirm that this volume is intended.")
                .register(registry);
        gauge("media.deleter.brake.calls", now -> braked(now, Braking::made))
                .description(
                        "Calls of the whole group within the last hour that count for calls.max-deletes-per-hour; the same"
                                + " on every instance, so use the maximum and not the sum. Not a number without that limit.")
                .register(registry);
    }

    private void bindPartitions(MeterRegistry registry) {
        TimeGauge.builder(
                        "media.deleter.loop.silence",
                        () -> status.get().sinceLastPoll().toMillis(),
                        TimeUnit.MILLISECONDS)
                .description("Time since the loop last polled; after " + PipelineStatus.LONGEST_SILENCE.toSeconds()
                        + " s no calls are started. Alert above 30 s: Kafka does not answer, or the process has too"
                        + " little CPU.")
                .register(registry);
        gauge("media.deleter.partitions.assigned", now -> now.loop().open().size())
                .description("Partitions that this instance owns, of all topics. Alert when the group's sum differs"
                        + " from the number of partitions.")
                .register(registry);
        gauge("media.deleter.partitions.paused", now -> now.loop().paused().size())
                .description("Partitions paused to bound memory: those of live requests while more arrive than the"
                        + " quota allows.")
                .register(registry);
        gauge("media.deleter.not.due", now -> now.loop().allNotDue())
                .description("Retries in memory that wait until they are due.")
                .register(registry);
        gauge("media.deleter.uncommitted", now -> now.loop().uncommitted())
                .description("Settlements that wait for their transaction. Alert when it keeps rising: Kafka does not"
                        + " accept them.")
                .register(registry);
    }

    private void bindQuota(MeterRegistry registry) {
        Gauge.builder("media.deleter.quota.limit", limits::quotaPerSecond)
                .description(
                        "Calls a second that all instances together may make, quota.per-second. Alert when it differs"
                                + " between the instances of a group.")
                .register(registry);
        gauge("media.deleter.quota.demand", now -> shared(now, QuotaSnapshot::demand))
                .description("Calls a second that this instance could use; not a number while it shares no quota.")
                .register(registry);
        gauge("media.deleter.quota.rate", now -> shared(now, QuotaSnapshot::rate))
                .description(
                        "Calls a second that the group lets this instance make; not a number while it shares no quota."
                                + " Alert when it stays 0 while the demand is not.")
                .register(registry);
        gauge("media.deleter.quota.granted", now -> shared(now, QuotaSnapshot::granted))
                .description("Calls a second that the group has granted this instance; not a number while it shares no"
                        + " quota. Alert when the instances' sum is above quota.per-second.")
                .register(registry);
        gauge(
                        "media.deleter.quota.members",
                        now -> shared(now, share -> share.grants().size()))
                .description("Members that share the quota, as this instance reads their claims; not a number while it"
                        + " shares none. Alert when it stays below the number of instances.")
                .register(registry);
    }

    private void bindControl(MeterRegistry registry) {
        gauge("media.deleter.paused", StatusMeters::paused)
                .description(
                        "1 while a pause or the deletion limit stops all calls of the group, 0 while neither does; NaN"
                                + " while this instance cannot tell. Alert when it stays 1: requests wait and grow older.")
                .register(registry);
        gauge(
                        "media.deleter.holds",
                        now -> now.control().isLeased() ? now.control().others() : Double.NaN)
                .description(
                        "Holds on the control topic, without the pauses in force; the same on every instance, NaN"
                                + " while this one cannot tell. Nothing to alert on: alert on dead letters with the fault held.")
                .register(registry);
        gauge("media.deleter.holds.overfull", now -> now.control().isOverfull() ? 1 : 0)
                .description(
                        "1 while more holds stand than holds.max, so that no call is made, 0 otherwise. Alert on 1:"
                                + " remove some, or raise holds.max.")
                .register(registry);
        gauge("media.deleter.control.leased", now -> now.control().isLeased() ? 1 : 0)
                .description(
                        "1 while this instance knows what is paused and held, 0 while it cannot tell and so makes no"
                                + " call. Alert when it stays 0: the control topic cannot be read or written.")
                .register(registry);
        gauge("media.deleter.name.taken", now -> isNameTaken(now) ? 1 : 0)
                .description(
                        "1 for ten minutes after another process has run under this instance's name, 0 otherwise: each"
                                + " puts the other out of the group. Alert on 1: give each an instance-id of its own.")
                .register(registry);
    }

    /** What was read last is in force, as far as is known, until something else is read. */
    private static double paused(PipelineStatus now) {
        boolean isPaused = now.isBraked() || !now.control().pauses().isEmpty();
        return isPaused ? 1 : now.control().isLeased() ? 0 : Double.NaN;
    }

    private static boolean isNameTaken(PipelineStatus now) {
        Namesake namesake = now.control().namesake();
        return namesake != null && namesake.isTold(now.now());
    }

    private static double braked(PipelineStatus now, ToIntFunction<Braking> value) {
        Braking brake = now.brake();
        return brake == null || !now.isBrakeKnown() ? Double.NaN : value.applyAsInt(brake);
    }

    private static double shared(PipelineStatus now, ToIntFunction<QuotaSnapshot> value) {
        QuotaSnapshot share = now.share();
        return share == null ? Double.NaN : value.applyAsInt(share);
    }

    private Gauge.Builder<Supplier<Number>> gauge(String name, ToDoubleFunction<PipelineStatus> value) {
        return Gauge.builder(name, () -> value.applyAsDouble(status.get()));
    }
}
