package io.mediadeleter.cli.console;

import io.mediadeleter.time.Signal;

/** The wish to end after the current transaction. Any thread may ask. */
public final class CancellationToken {

    private final Signal signal = new Signal();
    private volatile boolean asked;

    public void ask() {
        asked = true;
        signal.raise();
    }

    public boolean isAsked() {
        return asked;
    }

    /** Wakes who waits when it is asked. */
    public Signal signal() {
        return signal;
    }
}
