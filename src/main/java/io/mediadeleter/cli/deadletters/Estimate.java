package io.mediadeleter.cli.deadletters;

import java.time.Duration;

/**
 * How long it takes until replayed letters are done.
 *
 * @param shortest when the service has nothing else to do
 * @param longest when live requests take all that they can, and no other lane has work: a tenth of the quota is left then
 */
record Estimate(Duration shortest, Duration longest) {

    private static final int LEAST_PART = 10;

    static Estimate of(long letters, int rate, int quotaPerSecond) {
        return new Estimate(
                time(letters, Math.min(rate, quotaPerSecond)),
                time(letters, Math.min(rate, Math.max(1.0, quotaPerSecond / (double) LEAST_PART))));
    }

    private static Duration time(long letters, double perSecond) {
        return Duration.ofMillis(Math.round(letters * 1_000 / perSecond));
    }
}
