package io.mediadeleter.control;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Another process that writes under an instance's name.
 *
 * @param seen the brokers' stamp of its last probe
 * @param host where it runs; null when it does not tell
 */
public record Namesake(Instant seen, @Nullable String host) {

    /** After so long without a probe it is out of the group. */
    private static final Duration ALIVE = Duration.ofMinutes(1);

    /** For so long it is told of: whatever starts it anew does so within five minutes, and then it is seen again. */
    private static final Duration TOLD = Duration.ofMinutes(10);

    /** Whether it may still run. */
    public boolean isThere(Instant now) {
        return seen.isAfter(now.minus(ALIVE));
    }

    /** Whether people are to know of it. */
    public boolean isTold(Instant now) {
        return seen.isAfter(now.minus(TOLD));
    }
}
