package io.mediadeleter.pipeline.gate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.pipeline.port.PipelineStatus.Braking;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Stops deletion when this instance has made more calls within an hour than anyone wants. Safe for any thread; one
 * thread, the dispatcher, asks whether it may call and then begins.
 *
 * <p>How is it counted, and why? The hour slides: a fixed one would let twice the limit pass around its edge. Every call
 * counts but one that was throttled, since one that failed may have deleted; requests that share a call count once. A
 * call in flight holds a place, so the limit is never exceeded, and gives it back when it was throttled. Once the limit
 * is reached the brake holds for a whole hour, or until someone releases it; then it counts anew. It does not let one call
 * through for each that leaves the hour: a brake is there to be noticed, the quota is what limits the rate. The count is
 * this process's own: a restart begins anew.
 */
public final class HourlyCallLimit {

    private static final Duration HOLD = Duration.ofHours(1);

    /** When the limit was reached, on both clocks. */
    private record Reached(Instant at, long nanos) {}

    private final OptionalInt limit;
    private final Time time;
    private final Telemetry telemetry;

    @GuardedBy("this")
    private final HourCount made = new HourCount();

    @GuardedBy("this")
    private @Nullable Reached reached;

    /** A brake that is reached after so many calls within an hour; empty for none. */
    public HourlyCallLimit(OptionalInt limit, Time time, Telemetry telemetry) {
        this.limit = limit;
        this.time = time;
        this.telemetry = telemetry;
    }

    /**
     * Whether a call may begin now, beside those in flight.
     *
     * @param inFlight counted just before: a call that {@link #ended} meanwhile counts twice for a moment, but never not at
     *     all
     */
    public synchronized boolean mayCall(int inFlight) {
        if (limit.isEmpty()) {
            return true;
        }
        long now = time.nanoTime();
        if (reached != null && isOver(reached, now)) {
            letGo(false);
        }
        return reached == null && made.at(now) + inFlight < limit.getAsInt();
    }

    /** A call has ended; told before it is no longer in flight. */
    public synchronized void ended(Outcome outcome) {
        if (limit.isEmpty() || outcome.failedBy(FaultKind.THROTTLED)) {
            return;
        }
        long now = time.nanoTime();
        made.add(now);
        if (reached == null && made.at(now) >= limit.getAsInt()) {
            Reached since = new Reached(time.now(), now);
            reached = since;
            telemetry.brakeReached(limit.getAsInt(), since.at().plus(HOLD));
        }
    }

    /** Whether deletion waits. */
    public synchronized boolean isHeld() {
        return reached != null && !isOver(reached, time.nanoTime());
    }

    /** Lets deletion go on and counts anew; false when the limit was not reached, and then nothing changes. */
    public synchronized boolean release() {
        if (!isHeld()) {
            return false;
        }
        letGo(true);
        return true;
    }

    /** What it counts; empty when there is no limit. */
    public synchronized Optional<Braking> status() {
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        Reached since = isHeld() ? reached : null;
        return Optional.of(new Braking(
                limit.getAsInt(),
                made.at(time.nanoTime()),
                since == null ? null : since.at(),
                since == null ? null : since.at().plus(HOLD)));
    }

    /** What was counted led to this stop and is done with. No call is in flight then: each would hold a place. */
    @GuardedBy("this")
    private void letGo(boolean byOperator) {
        reached = null;
        made.clear();
        telemetry.brakeReleased(byOperator);
    }

    private static boolean isOver(Reached reached, long nanos) {
        return nanos - reached.nanos() >= HOLD.toNanos();
    }
}
