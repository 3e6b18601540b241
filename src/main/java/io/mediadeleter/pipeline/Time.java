package io.mediadeleter.pipeline;

import java.time.Instant;

/** The clocks. A test's stand still until it moves them. */
public interface Time {

    /** The wall clock, for what is written down and compared between machines. */
    Instant now();

    /** The monotonic clock, in nanoseconds from an arbitrary start: for everything that is measured. */
    long nanoTime();

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
        };
    }
}
