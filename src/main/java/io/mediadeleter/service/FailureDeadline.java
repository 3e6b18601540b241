package io.mediadeleter.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The end of the process after a failure: by itself, or else at a deadline. What ends by itself closes Kafka's clients, and
 * these may stand still in the very trouble that it ends for. A process that is halted loses as little as one that is killed.
 * Thread-safe.
 */
public final class FailureDeadline {

    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    /**
     * An end that has not come.
     *
     * @param limit for the process to end by itself, from the failure on
     * @param lastWords what is told of the failure before the process is halted; not waited for for long
     */
    public FailureDeadline(Duration limit, Consumer<Throwable> lastWords) {
        var unused = failure.thenAccept(thrown -> Termination.haltAfter(limit, () -> lastWords.accept(thrown)));
    }

    /** Only the first failure counts; returns at once. */
    public void fail(Throwable thrown) {
        failure.complete(thrown);
    }

    /** Has the failure end this, too, if it has come or when it comes. */
    public void alsoOf(Consumer<Throwable> fails) {
        var unused = failure.thenAccept(fails);
    }
}
