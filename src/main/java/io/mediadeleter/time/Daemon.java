package io.mediadeleter.time;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Threads that do not keep the process from ending. Stateless. */
public final class Daemon {

    private Daemon() {}

    /** Begins at once. */
    public static Thread start(String name, Runnable body) {
        Thread thread = named(name).newThread(body);
        thread.start();
        return thread;
    }

    /**
     * A task for a scheduler, which never again runs one that has thrown, and tells nobody: this one is run again.
     *
     * @param tell hears what was thrown, once for as long as it stays the same
     */
    public static Runnable lasting(Runnable task, Consumer<String> tell) {
        AtomicReference<String> told = new AtomicReference<>("");
        return () -> {
            try {
                task.run();
                told.set("");
            } catch (RuntimeException | Error thrown) {
                String what = thrown.toString();
                if (!what.equals(told.getAndSet(what))) {
                    tell.accept(what);
                }
            }
        };
    }

    /** For a pool whose threads all have this name. */
    public static ThreadFactory named(String name) {
        return body -> {
            Thread thread = new Thread(body, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
