package io.mediadeleter.time;

/** The wish that something ends, which looks at it from time to time. Any thread may ask. */
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

    /** Wakes who waits when it is asked, where {@link #await} is not what an interrupt shall do. */
    public Signal signal() {
        return signal;
    }

    /** Waits so long at most, until it is asked; an interrupt asks, too. */
    public void await(Time time, long nanos) {
        try {
            time.await(signal, nanos);
        } catch (InterruptedException asksToo) {
            Thread.currentThread().interrupt();
            ask();
        }
    }
}
