package io.mediadeleter.service;

import io.mediadeleter.time.Daemon;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** A part of the start that is done on a thread of its own, beside the others. Thread-safe. */
public final class StartupTask implements AutoCloseable {

    private final FutureTask<?> task;

    private StartupTask(Runnable part, Consumer<Throwable> failed) {
        task = new FutureTask<>(part, null) {
            @Override
            protected void setException(Throwable thrown) {
                if (!isCancelled()) { // what is interrupted has not failed
                    failed.accept(thrown);
                }
                super.setException(thrown);
            }
        };
    }

    /**
     * Begins at once; does not keep the process alive.
     *
     * @param failed hears at once what the part threw, though others may be waited for before it
     */
    public static StartupTask begin(String name, Runnable part, Consumer<Throwable> failed) {
        StartupTask started = new StartupTask(part, failed);
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
