package io.mediadeleter.service;

import io.mediadeleter.time.Daemon;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A part of the start that is done on a thread of its own, beside the others. Thread-safe. */
public final class StartupTask implements AutoCloseable {

    private final FutureTask<?> task;

    private StartupTask(Runnable part) {
        task = new FutureTask<>(part, null);
    }

    /** Begins at once; does not keep the process alive. */
    public static StartupTask begin(String name, Runnable part) {
        StartupTask started = new StartupTask(part);
        Daemon.start("media-deleter-" + name, started.task);
        return started;
    }

    /** Waits until it is done; throws what it threw. */
    public void await() {
        try {
            task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", stop);
        }
    }

    /** Interrupts it if it is not done. */
    @Override
    public void close() {
        task.cancel(true);
    }
}
