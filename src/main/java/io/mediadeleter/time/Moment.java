package io.mediadeleter.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment on both of a machine's clocks.
 *
 * @param nanos the monotonic clock
 * @param wall the wall clock
 */
public record Moment(long nanos, Instant wall) {

    /** Whether less than {@code limit} has passed since {@code earlier}, by either clock; a wall clock set back proves nothing. */
    public boolean isWithin(Duration limit, Moment earlier) {
        return longestSince(earlier).compareTo(limit) < 0;
    }

    /** What has passed since {@code earlier} by the clock that says more; a wall clock set back counts by how far. */
    public Duration longestSince(Moment earlier) {
        return Durations.max(Duration.between(earlier.wall, wall).abs(), nanosSince(earlier));
    }

    /** What has passed since {@code earlier} by the monotonic clock. */
    public Duration nanosSince(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }
}
