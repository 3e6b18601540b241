package io.mediadeleter.rule;

import io.mediadeleter.event.MediaDeleted;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** What is written for a delivery, together with its offset. */
public sealed interface Settlement {

    /** The wanted state holds: a result. */
    record Completed(MediaDeleted result) implements Settlement {}

    /**
     * Another try later: a record on the delay's topic.
     *
     * @param attempts attempts made so far, the failed one included
     */
    record Retried(
            RetryDelay delay, int attempts, Instant firstFailedAt, Instant failedAt, Instant notBefore, Fault fault)
            implements Settlement {}

    /**
     * Given up: a record on the dead-letter topic.
     *
     * @param attempts attempts made that count; 0 when no call was made that does
     * @param calledUncounted a call by this instance counted for nothing, though it may have deleted the media
     */
    record DeadLettered(int attempts, Instant firstFailedAt, Instant failedAt, Fault fault, boolean calledUncounted)
            implements Settlement {

        /** All calls count. */
        public DeadLettered(int attempts, Instant firstFailedAt, Instant failedAt, Fault fault) {
            this(attempts, firstFailedAt, failedAt, fault, false);
        }
    }

    /**
     * Not called yet: a record on the grace topic.
     *
     * @param period how long it waits there at least
     * @param at when that was decided
     */
    record Deferred(Duration period, Instant at) implements Settlement {}

    default <T> T match(
            Function<Completed, T> completed,
            Function<Retried, T> retried,
            Function<DeadLettered, T> deadLettered,
            Function<Deferred, T> deferred) {
        if (this instanceof Completed done) {
            return completed.apply(done);
        }
        if (this instanceof Deferred waits) {
            return deferred.apply(waits);
        }
        return this instanceof Retried later ? retried.apply(later) : deadLettered.apply((DeadLettered) this);
    }
}
