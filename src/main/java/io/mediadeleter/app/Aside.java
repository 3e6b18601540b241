package io.mediadeleter.app;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A part of the start that is done on a thread of its own, beside the others. Any thread may use it. */
final class Aside implements AutoCloseable {

    private final FutureTask<?> task;

    private Aside(Runnable part) {
        task = new FutureTask<>(part, null);
    }

    /** Begins at once; does not keep the process alive. */
    static Aside begin(String name, Runnable part) {
        Aside aside = new Aside(part);
        Thread thread = new Thread(aside.task, "media-deleter-" + name);
        thread.setDaemon(true);
        thread.start();
        return aside;
    }

    /** Waits until it is done; throws what it threw. */
    void await() {
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
