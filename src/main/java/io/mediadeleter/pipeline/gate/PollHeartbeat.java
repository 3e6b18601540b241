package io.mediadeleter.pipeline.gate;

import io.mediadeleter.pipeline.port.PipelineStatus;
import io.mediadeleter.time.Time;
import java.time.Duration;

/**
 * Whether the loop is in touch with the group. Safe for any thread.
 *
 * <p>An instance that was paused or cut off may have lost its partitions without knowing: while the last poll is older
 * than {@link PipelineStatus#LONGEST_SILENCE}, no call is started. Nor is one while the last
 * commit failed, because nobody might ever hear of it, and the next owner would make it again.
 */
public final class PollHeartbeat {

    private final Time time;
    private volatile long lastBeat;
    private volatile boolean commitsFail;

    public PollHeartbeat(Time time) {
        this.time = time;
        this.lastBeat = time.nanoTime();
    }

    /** The loop has polled. */
    public void beat() {
        lastBeat = time.nanoTime();
    }

    /** A commit failed, and is to be tried again. */
    public void commitsFail() {
        commitsFail = true;
    }

    /** The last commit went through, or there is nothing left of it. */
    public void commitsSucceed() {
        commitsFail = false;
    }

    /** Whether a call that is started now can be settled, as far as this instance knows. */
    public boolean allowsCalls() {
        return !commitsFail && sinceLastBeat().compareTo(PipelineStatus.LONGEST_SILENCE) < 0;
    }

    public Duration sinceLastBeat() {
        return Duration.ofNanos(time.nanoTime() - lastBeat);
    }
}
