package io.mediadeleter.vod;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Failed;
import io.mediadeleter.time.Daemon;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The VOD API behind a bounded pool of call workers, each of which makes one blocking call and hands over its outcome.
 *
 * <p>Thread-safe. Outcomes come on the workers' threads; one that cannot be started, because more calls are in
 * flight than the settings allow or the store is closed, comes on the caller's. A permit is returned before its thread is
 * idle: whoever hears that a call ended can start the next one at once.
 */
public final class VodMediaStore implements MediaStore, AutoCloseable {

    private static final Duration LAST_WAIT = Duration.ofSeconds(1);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final ApiConnection connection;
    private final MediaDeletion deletion;
    private final CallFaults faults;
    private final Semaphore permits;
    private final ThreadPoolExecutor workers;
    private final Duration callTimeout;

    /**
     * Makes no connection yet, but loads what a call needs on a thread beside the workers: the SDK's classes take a while,
     * which the first request need not wait for.
     *
     * @param credentials stay the caller's to close
     * @param uncaught hears of errors that end a worker; the call's outcome has been handed over by then, if it could be
     */
    public VodMediaStore(
            VodSettings settings, CredentialSource credentials, FaultTable table, UncaughtExceptionHandler uncaught) {
        connection = new ApiConnection(settings, ApiUse.DELETION);
        faults = new CallFaults(table, ApiUse.DELETION);
        deletion = new MediaDeletion(connection, credentials, faults);
        permits = new Semaphore(settings.maxInFlight());
        workers = workers(settings.maxInFlight(), uncaught);
        callTimeout = settings.callTimeout();
        daemon(deletion::prepare, "vod-prepare", uncaught).start();
    }

    /**
     * As many threads as calls are in flight, so that an instance at its usual load stays small. A worker that hands over
     * its outcome makes no call any more, but takes a moment to be free again, and longer where the outcome is slow to be
     * taken: twice the threads are allowed, and where even they are all busy the next call waits for the first that is
     * free.
     */
    private static ThreadPoolExecutor workers(int maxInFlight, UncaughtExceptionHandler uncaught) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                2 * maxInFlight,
                IDLE_THREAD.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "vod-call-" + number.incrementAndGet(), uncaught),
                VodMediaStore::awaitThread);
    }

    private static Thread daemon(Runnable task, String name, UncaughtExceptionHandler uncaught) {
        Thread thread = Daemon.named(name).newThread(task);
        thread.setUncaughtExceptionHandler(uncaught);
        return thread;
    }

    /** Hands the task to the next thread that is free, unless the pool ends before. */
    private static void awaitThread(Runnable task, ThreadPoolExecutor pool) {
        try {
            while (!pool.isShutdown()) {
                if (pool.getQueue().offer(task, LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RejectedExecutionException();
    }

    @Override
    public void delete(MediaId media, Scope scope, BooleanSupplier stillMay, Consumer<Outcome> whenEnded) {
        if (!permits.tryAcquire()) {
            whenEnded.accept(new Failed(faults.notStarted("too many calls are in flight")));
            return;
        }
        try {
            workers.execute(() -> work(media, scope, stillMay, whenEnded));
        } catch (RejectedExecutionException e) {
            permits.release();
            whenEnded.accept(new Failed(faults.notStarted("the service is stopping")));
        }
    }

    private void work(MediaId media, Scope scope, BooleanSupplier stillMay, Consumer<Outcome> whenEnded) {
        Outcome outcome;
        try {
            outcome = deletion.call(media, scope, stillMay);
        } catch (RuntimeException | Error e) {
            end(new Failed(faults.of(e, UnaryOperator.identity())), whenEnded);
            throw e; // to the uncaught exception handler
        }
        end(outcome, whenEnded);
    }

    /** The place is free before anybody hears of the end. */
    private void end(Outcome outcome, Consumer<Outcome> whenEnded) {
        permits.release();
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
