package io.mediadeleter.kafka.inbox;

import io.mediadeleter.control.members.NameUse;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.port.GroupKnowledge;
import io.mediadeleter.time.Moment;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This instance's name, while another member of the group has it. Confined to the loop thread, but for {@link #wakeup} and {@link
 * #obstacle}.
 *
 * <p>A group of the consumer protocol keeps the name until that member leaves or its session ends: after {@code kill -9}, for the
 * former self of the instance that starts again. So that is waited for; a name that is kept for longer is another instance's.
 *
 * <p>A group of the classic protocol gives the name to whoever asks last. That is another process, or the request of one
 * that was killed and had asked while the coordinator was away: nobody has the name then, and this instance takes it back. Which of
 * the two it is, the control topic tells. While it does not, no call could start anyhow: this instance waits outside the group, and takes
 * the name from nobody.
 */
final class InstanceIdConflict {

    /** Above a session's end, which the coordinator looks at in its own time. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** A control topic that tells nothing for so long cannot be read, which is said then. */
    private static final Duration USUAL_LOOK = Duration.ofSeconds(15);

    /** Two processes that do not hear of each other take the name from each other no more often. */
    private static final int MOST_TAKEN_BACK = 3;

    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(InstanceIdConflict.class);

    private record Taken(Moment at, FencedInstanceIdException by) {}

    private final KafkaSettings settings;
    private final Supplier<Optional<Duration>> session;
    private final Time time;
    private final Signal woken = new Signal();
    private final Deque<Long> takenBack = new ArrayDeque<>();
    private boolean isSessionKnown;
    private Duration limit = Duration.ZERO;
    private @Nullable Long since;
    private @Nullable Taken taken;
    private boolean isLate;
    private long nextTry;
    private volatile @Nullable String obstacle;

    /**
     * A name that is free, as far as is known.
     *
     * @param session how long the brokers keep a silent member's name, if they tell; asked when it matters
     */
    InstanceIdConflict(KafkaSettings settings, Supplier<Optional<Duration>> session, Time time) {
        this.settings = settings;
        this.session = session;
        this.time = time;
    }

    /**
     * The group has not given the name, or has given it to another member.
     *
     * @throws io.mediadeleter.pipeline.port.RequestLogFailure when it is another instance that has it, as far as can be known
     */
    void refused(ApiException refusal) {
        if (refusal instanceof FencedInstanceIdException fenced) {
            taken(fenced);
        } else if (refusal instanceof UnreleasedInstanceIdException unreleased) {
            kept(unreleased);
        } else {
            throw refusal;
        }
    }

    private void kept(UnreleasedInstanceIdException refusal) {
        if (since == null) {
            since = time.nanoTime();
            Optional<Duration> told = session.get();
            isSessionKnown = told.isPresent();
            limit = told.orElse(GroupSession.LONGEST).plus(MARGIN);
            String waits = "The group " + settings.groupId() + " still holds the name " + settings.instanceId()
                    + " for an instance that did not leave it, such as a previous process that was killed. Waiting up"
                    + " to " + limit.toSeconds() + " s for its session to expire.";
            tell(waits);
        }
        long now = time.nanoTime();
        if (now - since > limit.toNanos()) {
            throw PollFailures.keptFor(limit, isSessionKnown, settings.instanceId(), refusal);
        }
        nextTry = now + BETWEEN_TRIES.toNanos();
    }

    private void taken(FencedInstanceIdException refusal) {
        Moment now = time.moment();
        while (!takenBack.isEmpty() && now.nanos() - takenBack.element() > WITHIN.toNanos()) {
            takenBack.remove();
        }
        if (takenBack.size() == MOST_TAKEN_BACK) {
            throw PollFailures.takenAgain(MOST_TAKEN_BACK + 1, WITHIN, settings.instanceId(), refusal);
        }
        takenBack.add(now.nanos());
        taken = new Taken(now, refusal);
        isLate = false;
        tell(takenSentence() + ". Finding out on the control topic whether that is another process.");
    }

    private String takenSentence() {
        return "The group " + settings.groupId() + " has given the name " + settings.instanceId()
                + " to a member that joined later";
    }

    private void tell(String told) {
        obstacle = told;
        log.warn(told);
    }

    /**
     * Whether it is too early to ask for the name again; then waits until it is not, but no longer than that.
     *
     * @throws io.mediadeleter.pipeline.port.RequestLogFailure when it is another instance that has it
     */
    boolean isAwaited(Duration atMost, GroupKnowledge knowledge) {
        if (taken != null) {
            return isUnknown(taken, atMost, knowledge);
        }
        if (since == null) {
            return false;
        }
        long left = nextTry - time.nanoTime();
        if (left <= 0) {
            return false;
        }
        await(Math.min(left, atMost.toNanos()));
        return true;
    }

    private boolean isUnknown(Taken loss, Duration atMost, GroupKnowledge knowledge) {
        NameUse use = knowledge.nameSince(loss.at());
        if (use == NameUse.SHARED) {
            throw PollFailures.shared(settings.instanceId(), loss.by());
        }
        if (use == NameUse.ALONE && !isLate) {
            taken = null;
            obstacle = null;
            log.info("No other process runs as {}. Joining the group again", settings.instanceId());
            return false;
        }
        if (use == NameUse.ALONE) {
            isLate = false; // the log stood still for all: another process could not write either, and has to have the
            // time
            taken = new Taken(time.moment(), loss.by());
        } else if (!isLate && time.nanoTime() - loss.at().nanos() > USUAL_LOOK.toNanos()) {
            isLate = true;
            tell(takenSentence()
                    + ". Whether that is another process is not known yet, as this instance does not read back"
                    + " what it writes to the control topic. It joins the group again, or ends, once it is.");
        }
        await(Math.min(BETWEEN_LOOKS.toNanos(), atMost.toNanos()));
        return true;
    }

    private void await(long nanos) {
        try {
            time.await(woken, nanos);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    /** Whether the group has not given the name when it was last asked. */
    boolean isKept() {
        return since != null;
    }

    /** The group has given it. */
    void given() {
        since = null;
        obstacle = null;
        log.info("The name {} is now free", settings.instanceId());
    }

    /** Ends a wait, or the next one. Thread-safe. */
    void wakeup() {
        woken.raise();
    }

    /** What is waited for; empty while nothing is. Thread-safe. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }
}
