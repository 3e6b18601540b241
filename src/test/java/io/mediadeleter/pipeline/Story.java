package io.mediadeleter.pipeline;

import java.util.Map;
import java.util.function.LongConsumer;

/** Plays the story of a seed; throws when something in it is not as promised. */
public final class Story implements LongConsumer {

    private static final int REQUESTS = 120;
    private static final int TROUBLES = 12;

    private final Planted planted;
    private final Chronicle chronicle = new Chronicle();

    /** Stories of the service as it is. */
    public Story() {
        this(Planted.NOTHING);
    }

    Story(Planted planted) {
        this.planted = planted;
    }

    /** What has happened in all stories. */
    Map<Happening, Integer> happenings() {
        return chronicle.times();
    }

    @Override
    public void accept(long seed) {
        try {
            new SimulatedWorld(seed, planted, chronicle).play(REQUESTS, TROUBLES);
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
        }
    }
}
