package io.mediadeleter.bench;

import java.time.Duration;

/**
 * How much is measured: what the page shows, or by {@code -Dbench.quick} a first look of some minutes, in tables and charts of the same
 * shape. Properties change one length or number of it.
 */
enum Effort {
    FULL(Duration.ofSeconds(60), 5, 1_000_000),
    QUICK(Duration.ofSeconds(8), 1, 100_000);

    private static final Effort CHOSEN = Boolean.getBoolean("bench.quick") ? QUICK : FULL;

    private final Duration measured;
    private final int repetitions;
    private final int requests;

    Effort(Duration measured, int repetitions, int requests) {
        this.measured = measured;
        this.repetitions = repetitions;
        this.requests = requests;
    }

    /** For how long one thing is measured; {@code bench.seconds}. */
    static Duration measured() {
        return Duration.ofSeconds(Integer.getInteger("bench.seconds", (int) CHOSEN.measured.toSeconds()));
    }

    /** How often systems take turns; {@code bench.repetitions}. */
    static int repetitions() {
        return Integer.getInteger("bench.repetitions", CHOSEN.repetitions);
    }

    /** The requests of the largest backlog; {@code bench.requests}. */
    static int requests() {
        return Integer.getInteger("bench.requests", CHOSEN.requests);
    }

    /** One of two, by the effort that was chosen. */
    static <T> T choose(T full, T quick) {
        return CHOSEN == QUICK ? quick : full;
    }
}
