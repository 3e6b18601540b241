package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.PollFailures;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This instance's name, while the group keeps it for another member. A group of the consumer protocol does until that member
 * leaves or its session ends: after {@code kill -9}, for the former self of the instance that starts again. So that is waited
 * for; a name that is kept for longer is another instance's. Belongs to the loop thread, but for {@link #wakeup} and
 * {@link #obstacle}.
 */
final class KeptName {

    /** Above a session's end, which the coordinator looks at in its own time. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(KeptName.class);

    private final KafkaSettings settings;
    private final Supplier<Duration> session;
    private final Time time;
    private final Signal woken = new Signal();
    private Duration limit = Duration.ZERO;
    private @Nullable Long since;
    private long nextTry;
    private volatile @Nullable String obstacle;

    /**
     * A name that is free, as far as is known.
     *
     * @param session how long the brokers keep a silent member's name; asked when it matters
     */
    KeptName(KafkaSettings settings, Supplier<Duration> session, Time time) {
        this.settings = settings;
        this.session = session;
        this.time = time;
    }

    /**
     * The group has not given the name.
     *
     * @throws io.mediadeleter.pipeline.port.RequestLogFailure when it is another instance that has it
     */
    void kept(UnreleasedInstanceIdException refusal) {
        if (since == null) {
            since = time.nanoTime();
            limit = session.get().plus(MARGIN);
            String told = "The group " + settings.groupId() + " still holds the name " + settings.instanceId()
                    + " for an instance that did not leave it, such as a previous process that was killed. Waiting up"
                    + " to " + limit.toSeconds() + " s for its session to expire.";
            obstacle = told;
            log.warn(told);
        }
        long now = time.nanoTime();
        if (now - since > limit.toNanos()) {
            throw PollFailures.keptFor(limit, settings.instanceId(), refusal);
        }
        nextTry = now + BETWEEN_TRIES.toNanos();
    }

    /** Whether it is too early to ask for the name again; then waits until it is not, but no longer than that. */
    boolean isAwaited(Duration atMost) {
        if (since == null) {
            return false;
        }
        long left = nextTry - time.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            time.await(woken, Math.min(left, atMost.toNanos()));
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
        return true;
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

    /** Ends a wait, or the next one. Safe for any thread. */
    void wakeup() {
        woken.raise();
    }

    /** What is waited for; empty while nothing is. Safe for any thread. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }
}
