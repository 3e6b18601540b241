package io.mediadeleter.rule;

import io.mediadeleter.event.MediaDeleted;
import java.time.Instant;
import java.util.function.Function;

/** What is written for a delivery, together with its offset. */
public sealed interface Settlement {

    /** The wanted state holds: a result. */
    record Completed(MediaDeleted result) implements Settlement {}

    /**
     * Another try later: a record on the rung's topic.
     *
     * @param attempts attempts made so far, the failed one included
     */
    record Retried(
            RetryDelay rung, int attempts, Instant firstFailedAt, Instant failedAt, Instant notBefore, Fault fault)
            implements Settlement {}

    /**
     * Given up: a record on the dead-letter topic.
     *
     * @param attempts attempts made; 0 when no call was made
     */
    record DeadLettered(int attempts, Instant firstFailedAt, Instant failedAt, Fault fault) implements Settlement {}

    default <T> T match(
            Function<Completed, T> completed, Function<Retried, T> retried, Function<DeadLettered, T> deadLettered) {
        if (this instanceof Completed done) {
            return completed.apply(done);
        }
        return this instanceof Retried later ? retried.apply(later) : deadLettered.apply((DeadLettered) this);
    }
}
