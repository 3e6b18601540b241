package io.mediadeleter.rule;

import io.mediadeleter.event.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/** The delays between attempts, in order. */
public record RetrySchedule(List<RetryDelay> delays) {

    /** A due time is up to a tenth of the delay late, so that requests that failed together do not return together. */
    private static final int JITTER_PARTS = 10;

    /** Above a delay: the jitter of a tenth, and the time a transaction takes. */
    private static final int LONGEST_PERCENT = 120;

    public RetrySchedule {
        delays = List.copyOf(delays);
    }

    /** The delay after {@code attempts} failed attempts (1 or more); empty after the last. */
    public Optional<RetryDelay> delayAfter(int attempts) {
        return attempts <= delays.size() ? Optional.of(delays.get(attempts - 1)) : Optional.empty();
    }

    /** The longest wait before a retry: the delay and its jitter. */
    public static Duration longest(RetryDelay delay) {
        return delay.duration().plus(jitter(delay));
    }

    /** No request on the topic of this delay, written there at {@code written}, is due later than this, whatever its header says. */
    public static Instant latestDue(Duration delay, Instant written) {
        return written.plus(delay.multipliedBy(LONGEST_PERCENT).dividedBy(100));
    }

    private static Duration jitter(RetryDelay delay) {
        return delay.duration().dividedBy(JITTER_PARTS);
    }

    /** When a request that failed at {@code failedAt} is due again; the same for the same request and attempt. */
    public static Instant dueAt(RetryDelay delay, Origin origin, int attempts, Instant failedAt) {
        double part = new SplittableRandom(Objects.hash(origin, attempts)).nextDouble();
        return failedAt.plus(delay.duration()).plusNanos((long) (jitter(delay).toNanos() * part));
    }
}
