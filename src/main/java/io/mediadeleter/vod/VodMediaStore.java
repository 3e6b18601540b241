package io.mediadeleter.vod;

import io.mediadeleter.pipeline.DeleteCall;
import io.mediadeleter.pipeline.MediaStore;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Failed;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The VOD API behind a bounded pool of call workers, each of which makes one blocking call and hands over its outcome.
 *
 * <p>Safe for any thread. Outcomes come on the workers' threads; one that cannot be started, because more calls are
 * asked for than the settings allow or the store is closed, comes on the caller's.
 */
public final class VodMediaStore implements MediaStore, AutoCloseable {

    private static final Duration LAST_WAIT = Duration.ofSeconds(1);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(30);

    private final ApiConnection connection;
    private final MediaDeletion deletion;
    private final CallFaults faults;
    private final ThreadPoolExecutor workers;
    private final Duration callTimeout;

    /**
     * Makes no connection yet, but loads what a call needs on a worker's thread: the SDK's classes take a while, which the
     * first request need not wait for.
     *
     * @param credentials stay the caller's to close
     * @param uncaught hears of errors that end a worker; the call's outcome has been handed over by then, if it could be
     */
    public VodMediaStore(
            VodSettings settings, CredentialSource credentials, FaultTable table, UncaughtExceptionHandler uncaught) {
        connection = new ApiConnection(settings);
        faults = new CallFaults(table);
        deletion = new MediaDeletion(connection, credentials, faults);
        workers = workers(settings.maxInFlight(), uncaught);
        callTimeout = settings.callTimeout();
        workers.execute(deletion::prepare);
    }

    /**
     * As many threads as calls are in flight, so that an instance at its usual load stays small. A worker that has handed
     * over its outcome takes a moment to be free again: twice the threads are allowed, so that the next call never finds
     * none.
     */
    private static ThreadPoolExecutor workers(int maxInFlight, UncaughtExceptionHandler uncaught) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "vod-call-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(uncaught);
            return thread;
        };
        return new ThreadPoolExecutor(
                0, 2 * maxInFlight, IDLE_THREAD.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    @Override
    public void delete(DeleteCall call, Consumer<Outcome> whenEnded) {
        try {
            workers.execute(() -> work(call, whenEnded));
        } catch (RejectedExecutionException e) {
            String why = workers.isShutdown() ? "the service is stopping" : "too many calls are in flight";
            whenEnded.accept(new Failed(faults.notStarted(why)));
        }
    }

    private void work(DeleteCall call, Consumer<Outcome> whenEnded) {
        Outcome outcome;
        try {
            outcome = deletion.call(call);
        } catch (Error e) {
            whenEnded.accept(new Failed(faults.of(e, UnaryOperator.identity())));
            throw e; // to the uncaught exception handler
        }
        whenEnded.accept(outcome);
    }

    /** Connections open now, idle or in use. */
    int openConnections() {
        return connection.openConnections();
    }

    /** Lets the calls in flight end, then ends threads and connections; returns within the call timeout and 1 s. */
    @Override
    public void close() {
        workers.shutdown();
        if (!awaitWorkers(callTimeout)) {
            connection.cancelCalls();
            awaitWorkers(LAST_WAIT);
        }
        connection.close();
    }

    private boolean awaitWorkers(Duration atMost) {
        try {
            return workers.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
