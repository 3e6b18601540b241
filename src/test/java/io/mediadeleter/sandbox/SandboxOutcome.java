package io.mediadeleter.sandbox;

import io.mediadeleter.event.Origin;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended, as a reader of the topics learns it.
 *
 * @param outcome a result's outcome, or {@link #DEAD_LETTER} and the fault's code
 * @param attempts calls made
 * @param shared its call was another request's, too
 * @param reason why it was given up; empty for a result
 * @param seenNanos when it could be read, on the monotonic clock
 */
public record SandboxOutcome(
        Origin origin,
        String outcome,
        int attempts,
        @Nullable String requestId,
        boolean shared,
        String reason,
        long seenNanos) {

    static final String DELETED = "DELETED";
    static final String ALREADY_ABSENT = "ALREADY_ABSENT";
    static final String DEAD_LETTER = "dead letter: ";

    boolean isDeadLetter() {
        return outcome.startsWith(DEAD_LETTER);
    }
}
