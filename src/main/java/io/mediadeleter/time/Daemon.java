package io.mediadeleter.time;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the process from ending. Stateless. */
public final class Daemon {

    private Daemon() {}

    /** Begins at once. */
    public static Thread start(String name, Runnable body) {
        Thread thread = named(name).newThread(body);
        thread.start();
        return thread;
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
