package io.mediadeleter.pipeline.gate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Unreported;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.brake.BrakeMember;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.pipeline.status.BrakeRelease;
import io.mediadeleter.pipeline.status.PipelineStatus.Braking;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.time.Moment;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stops deletion when the group has made more calls within an hour than anyone wants. What this instance may call is {@link
 * BrakeMember}'s to say; it is kept here, between the thread that keeps up with the control topic and those that call. Thread-safe.
 *
 * <p>How is it counted, and why? The hour slides: a fixed one would let twice the limit pass around its edge. Every call
 * counts but one that the API's own limit refused, since one that failed may have deleted, also where a setting calls it
 * throttled; requests that share a call count once. A
 * call in flight holds a place, so the limit is never exceeded, and gives it back when it was throttled.
 */
public final class HourlyCallLimit {

    private static final Duration BETWEEN_CLEANINGS = Duration.ofSeconds(10);

    /** Whoever holds a lease has read by then what was written before: a brake that still stands was not reached by the tombstone. */
    private static final Duration BETWEEN_TOMBSTONES = ControlReader.LEASE;

    private final Time time;

    @GuardedBy("this")
    private final BrakeMember member;

    /** The brake that somebody wants lifted; a later one is not meant. */
    @GuardedBy("this")
    private @Nullable Hold unwanted;

    @GuardedBy("this")
    private @Nullable Moment liftedAt;

    @GuardedBy("this")
    private long cleanedNanos;

    @GuardedBy("this")
    private boolean hasLeft;

    /** The limit of the group that this is a member of. */
    public HourlyCallLimit(BrakeMember member, Time time) {
        this.member = member;
        this.time = time;
        this.cleanedNanos = time.nanoTime();
    }

    /** Tells how many calls could begin within a second, if they might. */
    public synchronized void want(int calls) {
        member.want(calls);
    }

    /** Takes the permission for one call, which is to be {@link #ended} or {@link #release released}. */
    public synchronized boolean tryAcquire() {
        return member.begin(time.moment());
    }

    /** Gives a permission back that was not used. */
    public synchronized void release() {
        member.ended(false);
    }

    /** A permitted call has ended. */
    public synchronized void ended(Outcome outcome) {
        member.ended(!(outcome.failedBy(FaultKind.THROTTLED) && outcome.hasDeletedNothing()));
    }

    /** The probe is about to be written. */
    public synchronized void sent(Probe probe) {
        member.sent(probe);
    }

    /** The next records of the control topic. True when they change what may be called. */
    public synchronized boolean read(List<LoggedEntry> entries) {
        boolean changes = false;
        Moment now = time.moment();
        for (LoggedEntry entry : entries) {
            changes |= member.read(entry, now);
        }
        return changes;
    }

    /** What to write to the control topic now, by one who knows what stands there. */
    public synchronized List<ControlEntry> due() {
        List<ControlEntry> due = new ArrayList<>();
        Moment now = time.moment();
        member.report(now).map(Reported::new).ifPresent(due::add);
        member.brake(now).ifPresent(due::add);
        lifting().ifPresent(due::add);
        if (now.nanos() - cleanedNanos > BETWEEN_CLEANINGS.toNanos()) {
            cleanedNanos = now.nanos();
            member.outdated().forEach(process -> due.add(new Unreported(process)));
        }
        return due;
    }

    /** What lifts the brake that somebody wants lifted, if it is due; for one who knows what stands there. */
    @GuardedBy("this")
    private Optional<ControlEntry> lifting() {
        Moment now = time.moment();
        if (!isLiftingDue(member.held().orElse(null), now)) {
            return Optional.empty();
        }
        liftedAt = now;
        return Optional.of(new Lifted(Selector.BRAKE));
    }

    /** A tombstone may be lost on its way: it is due again until the brake that was meant is gone. */
    @GuardedBy("this")
    private boolean isLiftingDue(@Nullable Hold held, Moment now) {
        if (unwanted == null || !unwanted.equals(held)) {
            unwanted = null;
            return false;
        }
        return liftedAt == null || now.longestSince(liftedAt).compareTo(BETWEEN_TOMBSTONES) >= 0;
    }

    /**
     * What to write last: nothing more is reserved, and what was promised is kept.
     *
     * @param isLeased whether it is known what stands on the topic
     */
    public synchronized List<ControlEntry> leave(boolean isLeased) {
        hasLeft = true;
        List<ControlEntry> last = new ArrayList<>();
        member.leave(time.moment()).map(Reported::new).ifPresent(last::add);
        if (isLeased) {
            lifting().ifPresent(last::add);
        }
        return last;
    }

    /** Nobody writes any more what is due: the control thread has ended. */
    public synchronized void abandon() {
        hasLeft = true;
    }

    /**
     * The control topic is read from its beginning again.
     *
     * @param process a name that no process ever had, if it was out of reach for longer than calls count; else null
     */
    public synchronized void startOver(@Nullable String process) {
        liftedAt = null; // a tombstone that has reached the topic is read there; the client of any other is gone
        member.startOver(process);
    }

    /** Whether there is a limit, so that calls wait for what the control topic says. */
    public synchronized boolean isLimited() {
        return member.limit().isPresent();
    }

    /** The brake, while it is in force. */
    public synchronized Optional<Hold> brake() {
        return member.held();
    }

    /** Whether the last brake was lifted, and did not end by itself. */
    public synchronized boolean isLifted() {
        return member.isLifted();
    }

    /**
     * Has the brake lifted by the next turn of the control thread, or as it leaves; refused when it is gone, as nobody would do it. Whoever asks
     * once more brings no second tombstone: each begins the count anew, and calls between the two would count nowhere.
     */
    public synchronized BrakeRelease askRelease() {
        if (hasLeft) {
            return BrakeRelease.UNKNOWN;
        }
        Hold held = brake().orElse(null);
        if (held == null || !held.equals(unwanted)) {
            liftedAt = null;
        }
        unwanted = held;
        return held == null ? BrakeRelease.NOT_HELD : BrakeRelease.ASKED;
    }

    /** What the group counts; empty when there is no limit. */
    public synchronized Optional<Braking> status() {
        if (member.limit().isEmpty()) {
            return Optional.empty();
        }
        Hold held = member.held().orElse(null);
        return Optional.of(new Braking(
                member.limit().getAsInt(),
                (int) Math.min(Integer.MAX_VALUE, member.calls()),
                held == null ? null : held.since(),
                held == null ? null : held.until(),
                member.differing()));
    }
}
