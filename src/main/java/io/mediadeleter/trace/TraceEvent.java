package io.mediadeleter.trace;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.Scope;
import io.mediadeleter.event.TopicRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a record of a request's history says has happened. */
public sealed interface TraceEvent {

    /** A fault, as a header tells it; null is what is not told. */
    record Failure(
            @Nullable String kind,
            @Nullable String code,
            @Nullable String message,
            @Nullable String requestId) {}

    /**
     * It was put where it waits for its turn.
     *
     * @param due when that is at the earliest; null for as soon as there is a token
     * @param attempts that were made before
     * @param failure of the last attempt; null when there was none
     */
    record Queued(
            TopicRole queue,
            @Nullable Instant due,
            int attempts,
            @Nullable Failure failure) implements TraceEvent {}

    /**
     * It is done.
     *
     * @param outcome such as {@code DELETED}
     * @param requestId of the call; null where none was made
     * @param at when the API confirmed it; null when the result does not say
     * @param shared whether other requests had the same call
     * @param scope what a shared call deleted, where that is more than was asked for here; null where it is not
     */
    record Done(
            String outcome,
            @Nullable String requestId,
            @Nullable Instant at,
            int attempts,
            boolean shared,
            @Nullable Scope scope)
            implements TraceEvent {

        /** Whether nothing was called. */
        boolean isDryRun() {
            return outcome.equals(MediaDeleted.Disposition.DRY_RUN.name());
        }
    }

    /**
     * It was given up.
     *
     * @param hold the key of the hold that named it; null when that is not why
     * @param calledUncounted whether a call that is not among the attempts may have been made
     * @param at when
     */
    record GivenUp(
            Failure failure, @Nullable String hold, int attempts, boolean calledUncounted, int replays, Instant at)
            implements TraceEvent {

        /** Of one that was given up without a call: whether an earlier one may have deleted the media. */
        boolean mayHaveBeenCalled() {
            return attempts > 0 || calledUncounted;
        }
    }

    /** Its dead letter was taken off the table: replayed, or discarded. */
    record Resolved() implements TraceEvent {}

    /** A hold was put on that names it. */
    record HoldAdded(Hold hold) implements TraceEvent {}

    /** A hold was lifted that named it. */
    record HoldLifted(Selector selector) implements TraceEvent {}
}
