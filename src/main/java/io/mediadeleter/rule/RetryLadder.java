package io.mediadeleter.rule;

import io.mediadeleter.event.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The delays between attempts, in order. */
public record RetryLadder(List<Rung> rungs) {

    /** A due time is up to a tenth of the delay late, so that requests that failed together do not return together. */
    private static final int JITTER_PARTS = 10;

    public RetryLadder {
        rungs = List.copyOf(rungs);
    }

    /** The rung after {@code attempts} failed attempts (1 or more); empty when the ladder ends. */
    public Optional<Rung> rungAfter(int attempts) {
        return attempts <= rungs.size() ? Optional.of(rungs.get(attempts - 1)) : Optional.empty();
    }

    /** When a request that failed at {@code failedAt} is due again; the same for the same request and attempt. */
    public static Instant dueAt(Rung rung, Origin origin, int attempts, Instant failedAt) {
        Duration longest = rung.delay().dividedBy(JITTER_PARTS);
        double part = (mix(origin.hashCode() * 31L + attempts) >>> 11) * 0x1.0p-53;
        return failedAt.plus(rung.delay()).plusNanos((long) (longest.toNanos() * part));
    }

    /** SplitMix64's finalizer: neighbouring offsets get unrelated values. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
