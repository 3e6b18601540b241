package io.mediadeleter.pipeline;

import java.time.Duration;

/**
 * When the loop last heard from the group. Safe for any thread.
 *
 * <p>An instance that was paused or cut off may have lost its partitions without knowing: while the last poll is older
 * than {@link #FRESH}, which is well within the group's session timeout, no call is started.
 */
final class Pulse {

    static final Duration FRESH = Duration.ofSeconds(5);

    private final Time time;
    private volatile long lastBeat;

    Pulse(Time time) {
        this.time = time;
        this.lastBeat = time.nanoTime();
    }

    void beat() {
        lastBeat = time.nanoTime();
    }

    boolean isFresh() {
        return sinceLastBeat().compareTo(FRESH) < 0;
    }

    Duration sinceLastBeat() {
        return Duration.ofNanos(time.nanoTime() - lastBeat);
    }
}
