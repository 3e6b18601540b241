package io.mediadeleter.pipeline.gate;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often the API is asked whether it works again, while every call fails. The group spends a hundredth of its quota on that:
 * one probe a second at 100 calls a second, whoever sends it. An instance waits a second at least and five at most, a tenth
 * more or less: so a small quota, or more than five instances at 100 calls a second, spend more, and a large quota spends less.
 */
public final class ProbePace {

    private static final double SPENT = 0.01;
    private static final double SHORTEST_SECONDS = 1;
    private static final double LONGEST_SECONDS = 5;
    private static final double JITTER = 0.1;

    private ProbePace() {}

    /**
     * From one probe to the next.
     *
     * @param members instances that share the quota
     * @param perSecond the quota, in calls a second
     */
    static Duration between(int members, int perSecond) {
        double seconds = Math.max(1, members) / (SPENT * Math.max(1, perSecond));
        return seconds(Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, seconds)));
    }

    /** The same, a tenth more or less, so that instances do not probe all at once. */
    public static Duration jittered(int members, int perSecond, RandomGenerator random) {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return seconds(between(members, perSecond).toNanos() / 1e9 * factor);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
