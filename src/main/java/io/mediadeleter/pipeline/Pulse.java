package io.mediadeleter.pipeline;

import java.time.Duration;

/**
 * Whether the loop is in touch with the group. Safe for any thread.
 *
 * <p>An instance that was paused or cut off may have lost its partitions without knowing: while the last poll is older
 * than {@link #FRESH}, which is well within the group's session timeout, no call is started. Nor is one while the last
 * commit failed, because nobody might ever hear of it, and the next owner would make it again.
 */
final class Pulse {

    static final Duration FRESH = Duration.ofSeconds(5);

    private final Time time;
    private volatile long lastBeat;
    private volatile boolean commitsFail;

    Pulse(Time time) {
        this.time = time;
        this.lastBeat = time.nanoTime();
    }

    /** The loop has polled. */
    void beat() {
        lastBeat = time.nanoTime();
    }

    /** A commit failed, and is to be tried again. */
    void commitsFail() {
        commitsFail = true;
    }

    /** The last commit went through, or there is nothing left of it. */
    void commitsSucceed() {
        commitsFail = false;
    }

    /** Whether a call that is started now can be settled, as far as this instance knows. */
    boolean allowsCalls() {
        return !commitsFail && sinceLastBeat().compareTo(FRESH) < 0;
    }

    Duration sinceLastBeat() {
        return Duration.ofNanos(time.nanoTime() - lastBeat);
    }
}
