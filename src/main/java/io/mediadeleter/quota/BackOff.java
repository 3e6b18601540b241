package io.mediadeleter.quota;

/**
 * How much of the rate to use while others spend the same quota: a little less with every second in which the API
 * refused, and back by one in a hundred with every second since. The two meet at a third of the rate. Not thread-safe.
 */
final class BackOff {

    static final int ALL = 100;
    private static final int LEFT_AFTER_REFUSAL = 97;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private int percent = ALL;
    private long sinceNanos;

    BackOff(long nowNanos) {
        sinceNanos = nowNanos - SECOND_NANOS;
    }

    /** The API refused; many refusals within a second are one. */
    void refused(long nowNanos) {
        if (nowNanos - sinceNanos >= SECOND_NANOS) {
            percent = percent(nowNanos) * LEFT_AFTER_REFUSAL / ALL;
            sinceNanos = nowNanos;
        }
    }

    int percent(long nowNanos) {
        long climbed = Math.max(0, nowNanos - sinceNanos) / SECOND_NANOS;
        return (int) Math.min(ALL, percent + climbed);
    }
}
