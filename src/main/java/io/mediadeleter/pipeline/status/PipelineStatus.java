package io.mediadeleter.pipeline.status;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.rule.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is doing, as other threads may see it. The numbers are taken one after the other: between two of them a
 * delivery may move on.
 *
 * @param failure what ended the engine; null while nothing has
 * @param sinceLastPoll how long ago the loop last came back from a poll, which it does at least every turn
 * @param backlog deliveries that wait for a token, by lane
 * @param inFlight calls being made
 * @param beingCalled deliveries that these calls are for, by partition
 * @param brake the limit on calls in an hour; null when there is none
 * @param share of the group's quota; null for an instance that has the quota for itself, or has not begun to share it
 * @param control what the group has been told not to do
 * @param now what time it is on the brokers' clock or, while that is not known, on this machine's
 */
public record PipelineStatus(
        Phase phase,
        @Nullable Throwable failure,
        Duration sinceLastPoll,
        LoopStatus loop,
        Map<Lane, Integer> backlog,
        int inFlight,
        Map<Partition, Integer> beingCalled,
        Calling calling,
        @Nullable Braking brake,
        @Nullable QuotaSnapshot share,
        Control control,
        Obstacles obstacles,
        Instant now) {

    /** From here on the loop's silence stops the calls: well within the group's session timeout. */
    public static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    /**
     * What is in the way, in sentences, though it may pass by itself.
     *
     * @param joining why no partitions come yet, or some are not read yet; null if it is nothing in particular
     * @param sharing why there is no share of the quota; null if it is nothing in particular
     * @param control why the control topic cannot be read; null if it is nothing in particular
     * @param membership why this instance cannot tell whether it has its partitions still, and so calls nothing; null when it can
     */
    public record Obstacles(
            @Nullable String joining,
            @Nullable String sharing,
            @Nullable String control,
            @Nullable Doubt membership) {

        /** None. */
        public static final Obstacles NONE = new Obstacles(null, null, null, null);
    }

    /**
     * Whether this instance is what it takes itself for.
     *
     * @param text a sentence's beginning
     * @param lasts for how long that has been so
     */
    public record Doubt(String text, Duration lasts) {}

    /** The stages of an engine's life. */
    public enum Phase {
        /** No partition has come yet. */
        JOINING,
        RUNNING,
        /** Asked to stop: calls in flight end and what is settled is committed. */
        DRAINING,
        /** Ended as it was asked to. */
        ENDED,
        /** A failure has ended it, or is about to. */
        FAILED
    }

    /**
     * The loop's bookkeeping at the end of a turn.
     *
     * @param joined partitions have come at least once
     * @param open deliveries that are not settled yet, for each partition this instance owns
     * @param paused partitions that are not read for now, to bound memory
     * @param notDue retries that wait in memory until they are due, for each partition that has any
     * @param inGrace requests that have not been called yet, and must not be
     * @param oldestDue of each lane, the request that has been due for longest and is not settled; lanes without any are missing
     * @param uncommitted settlements that are not committed yet
     */
    public record LoopStatus(
            boolean joined,
            Map<Partition, Integer> open,
            Set<Partition> paused,
            Map<Partition, Integer> notDue,
            InGrace inGrace,
            Map<Lane, OldestDue> oldestDue,
            int uncommitted) {

        public static final LoopStatus EMPTY =
                new LoopStatus(false, Map.of(), Set.of(), Map.of(), InGrace.NONE, Map.of(), 0);

        public LoopStatus {
            open = Map.copyOf(open);
            paused = Set.copyOf(paused);
            notDue = Map.copyOf(notDue);
            oldestDue = Map.copyOf(oldestDue);
        }

        /** The partitions whose unread records are work that is due, as far as is known. */
        public Set<Partition> workedOn() {
            Set<Partition> due = new HashSet<>(open.keySet());
            due.removeAll(inGrace.inMemory().keySet());
            return due;
        }

        /** Retries of all partitions that wait until they are due. */
        public int allNotDue() {
            return notDue.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * Whether calls are made.
     *
     * @param since when that began
     * @param because the last fault that was no request's own, while calling is stopped; null if there was none
     */
    public record Calling(
            State state, Instant since, @Nullable Fault because) {

        /** The breaker's two states, as far as they matter to people. */
        public enum State {
            CALLING,
            /** Every call failed for a reason that lies in none of the requests; a probe is made from time to time. */
            STOPPED
        }
    }

    /**
     * How close the group is to the limit on calls in an hour.
     *
     * @param limit calls in an hour: the least that any instance is set to
     * @param made the group's calls of the last hour, since the brake was last released; what a killed instance had reserved counts
     * @param since when the limit was reached; null while calls are made
     * @param until when calls are made again if nobody releases the brake before; null while they are
     * @param differing what each instance is set to, if that is not the same; those without a limit are left out
     */
    public record Braking(
            int limit,
            int made,
            @Nullable Instant since,
            @Nullable Instant until,
            Map<String, Integer> differing) {

        public Braking {
            differing = Map.copyOf(differing);
        }

        /** Whether deletion waits. */
        public boolean isHeld() {
            return since != null;
        }
    }

    /**
     * What the group has been told not to do.
     *
     * @param isLeased whether this instance knows, so that it may call
     * @param pauses what stops all calling
     * @param holds how many holds stand, pauses among them
     * @param isOverfull there are more holds than may be, so no call is made
     * @param isBeginning it cannot know yet, as it has only just begun to read
     * @param namesake another process that has written under this instance's name; null when none has
     */
    public record Control(
            boolean isLeased,
            List<Hold> pauses,
            int holds,
            boolean isOverfull,
            boolean isBeginning,
            @Nullable Namesake namesake) {

        public Control {
            pauses = List.copyOf(pauses);
        }

        /** Of an instance whose name is its own, and that has been there for a while. */
        public Control(boolean isLeased, List<Hold> pauses, int holds, boolean isOverfull) {
            this(isLeased, pauses, holds, isOverfull, false, null);
        }

        /** The holds that do not stop all calling. */
        public int others() {
            return holds - pauses.size();
        }

        /** Whether it lets calls start. */
        public boolean allowsCalls() {
            return isLeased && pauses.isEmpty() && !isOverfull;
        }
    }

    /** Whether neither the breaker nor the brake nor the control topic stops the calls; the heartbeat and the quota still may. */
    public boolean mayCall() {
        return calling.state() == Calling.State.CALLING && !isBraked() && control.allowsCalls();
    }

    /** Whether what it says of the brake counts: a brake that was read does until something else is. */
    public boolean isBrakeKnown() {
        return control.isLeased() || isBraked();
    }

    /** Whether deletion waits because the group has reached its limit on calls in an hour. */
    public boolean isBraked() {
        return brake != null && brake.isHeld();
    }

    public PipelineStatus {
        EnumMap<Lane, Integer> copy = new EnumMap<>(Lane.class);
        copy.putAll(backlog);
        backlog = Collections.unmodifiableMap(copy);
        beingCalled = Map.copyOf(beingCalled);
    }
}
