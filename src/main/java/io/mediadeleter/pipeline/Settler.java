package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.CompletedCalls.Completion;
import io.mediadeleter.time.Time;
import java.time.Duration;

/**
 * Settles calls that have ended: resolves their outcomes, and commits what is settled when that is due. Confined to the loop
 * thread.
 */
record Settler(CompletedCalls completions, OutcomeResolver resolver, Committer committer, Time time) {

    /** The longest wait for calls to end at a time. */
    static final Duration STEP = Duration.ofMillis(100);

    /** Resolves what has ended, and commits if it is time. */
    void settle() {
        resolve();
        if (committer.untilDue() == 0) {
            committer.commit();
        }
        committer.commitOffsets();
    }

    /** Resolves what has ended. */
    void resolve() {
        for (Completion ended = completions.poll(); ended != null; ended = completions.poll()) {
            resolver.resolve(ended.call(), ended.outcome());
        }
    }

    /**
     * Commits all that is settled, until {@code deadline} on the monotonic clock. Batch by batch: one that was aborted before
     * is on its own, and what came since is in the next.
     */
    void commitAll(long deadline) {
        while (!committer.isEmpty()) {
            if (!committer.commit()) {
                if (!await(deadline)) {
                    return;
                }
                resolve();
            }
        }
    }

    /** Waits a moment for calls to end; false when the deadline has passed. */
    boolean await(long deadline) {
        long nanosLeft = deadline - time.nanoTime();
        if (nanosLeft <= 0) {
            return false;
        }
        try {
            time.await(completions.arrived(), Math.min(nanosLeft, STEP.toNanos()));
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
