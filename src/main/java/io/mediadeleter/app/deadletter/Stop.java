package io.mediadeleter.app.deadletter;

import io.mediadeleter.pipeline.Signal;

/** The wish to end after the current transaction. Any thread may ask. */
final class Stop {

    private final Signal signal = new Signal();
    private volatile boolean asked;

    void ask() {
        asked = true;
        signal.raise();
    }

    boolean isAsked() {
        return asked;
    }

    /** Wakes who waits when it is asked. */
    Signal signal() {
        return signal;
    }
}
