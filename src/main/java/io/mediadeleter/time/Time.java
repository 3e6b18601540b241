package io.mediadeleter.time;

import java.time.Duration;
import java.time.Instant;

/** The clocks, and waiting. A test's clocks stand still until it moves them. */
public interface Time {

    /** The wall clock, for what is written down and compared between machines. */
    Instant now();

    /** The monotonic clock, in nanoseconds from an arbitrary start: for everything that is measured. */
    long nanoTime();

    /** What both say. */
    default Moment moment() {
        return new Moment(nanoTime(), now());
    }

    /** Waits until the signal is raised, at most {@code nanos}, and lowers it. */
    void await(Signal signal, long nanos) throws InterruptedException;

    /** Waits as long, whatever happens. */
    default void sleep(Duration span) throws InterruptedException {
        await(new Signal(), span.toNanos());
    }

    /** The machine's clocks. */
    static Time system() {
        return new Time() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void await(Signal signal, long nanos) throws InterruptedException {
                signal.await(nanos);
            }
        };
    }
}
