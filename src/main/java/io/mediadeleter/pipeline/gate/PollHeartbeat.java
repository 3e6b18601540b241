package io.mediadeleter.pipeline.gate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.members.Standing;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Doubt;
import io.mediadeleter.time.Moment;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the loop is in touch with the group. Thread-safe.
 *
 * <p>An instance that was paused or cut off may have lost its partitions without knowing: while the last poll is older
 * than {@link PipelineStatus#LONGEST_SILENCE}, no call is started. Nor is one while the last
 * commit failed, because nobody might ever hear of it, and the next owner would make it again. And none is while others may have
 * removed this process from the group, as {@link Standing} has it.
 */
public final class PollHeartbeat {

    private static final String IN_DOUBT =
            "this instance stood still, could not write to Kafka, or came back late under its name, and others may own its"
                    + " partitions by now: no call starts until Kafka has accepted a commit from it";

    private final Time time;
    private volatile long lastBeat;
    private volatile boolean commitsFail;

    /** The last poll at which this instance was not in doubt; how long a doubt lasts is measured from here. */
    private volatile long lastUndoubted;

    @GuardedBy("standing")
    private final Standing standing = new Standing();

    @GuardedBy("standing")
    private Moment polled;

    /** Others hear of this process, and so may miss it. */
    private volatile boolean isHeard;

    public PollHeartbeat(Time time) {
        this.time = time;
        this.lastBeat = time.nanoTime();
        this.lastUndoubted = lastBeat;
        this.polled = time.moment();
    }

    /**
     * The loop has polled. After a silence in which the group may have given its partitions to others, it counts as a member again
     * only once Kafka has accepted a commit: the first poll may not tell yet.
     */
    public void beat() {
        Moment now = time.moment();
        synchronized (standing) {
            if (now.longestSince(polled).compareTo(PipelineStatus.LONGEST_SILENCE) >= 0) {
                standing.doubt(now);
            }
            polled = now;
        }
        lastBeat = now.nanos();
        if (!isInDoubt()) {
            lastUndoubted = now.nanos();
        }
    }

    /** A commit failed, and is to be tried again. */
    public void commitsFail() {
        commitsFail = true;
    }

    /** The last commit went through, or there is nothing left of it. */
    public void commitsSucceed() {
        commitsFail = false;
    }

    /** Kafka has accepted a commit that began then. */
    public void committed(Moment began) {
        synchronized (standing) {
            standing.committed(began);
        }
    }

    /** Whether a commit is wanted, even one that changes nothing: it would show that this process is a member still. */
    public boolean wantsCommit() {
        synchronized (standing) {
            return standing.wantsCommit(time.moment());
        }
    }

    /** A probe is sent: one that names the membership lets others miss this process from now on, whether it comes back or not. */
    public void sent(Probe probe) {
        synchronized (standing) {
            if (probe.member() != null) {
                standing.probes(time.moment());
            }
        }
    }

    /**
     * A probe that was sent then has come back.
     *
     * @return false when others may have removed this process from the group before
     */
    public boolean proved(Moment sent) {
        synchronized (standing) {
            isHeard = true;
            return standing.proved(sent, time.moment());
        }
    }

    /** This process may be removed from the group for what a former one of its name did not do. */
    public void doubt() {
        synchronized (standing) {
            standing.doubt(time.moment());
        }
    }

    /** Why no call starts although the loop polls; empty when nothing is in the way. */
    public Optional<Doubt> obstacle() {
        return isInDoubt()
                ? Optional.of(new Doubt(IN_DOUBT, Duration.ofNanos(time.nanoTime() - lastUndoubted)))
                : Optional.empty();
    }

    private boolean isInDoubt() {
        return commitsFail || !isUndoubted();
    }

    /** Whether a call that is started now can be settled, as far as this instance knows. */
    public boolean allowsCalls() {
        return !commitsFail && sinceLastBeat().compareTo(PipelineStatus.LONGEST_SILENCE) < 0 && isUndoubted();
    }

    public Duration sinceLastBeat() {
        return Duration.ofNanos(time.nanoTime() - lastBeat);
    }

    private boolean isUndoubted() {
        synchronized (standing) {
            return !isHeard || standing.allowsCalls(time.moment());
        }
    }
}
