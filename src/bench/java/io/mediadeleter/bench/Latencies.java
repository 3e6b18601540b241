package io.mediadeleter.bench;

import java.util.Arrays;

/** Durations and their quantiles. Not thread-safe. */
final class Latencies {

    private long[] nanos = new long[1_024];
    private int count;

    void add(long latencyNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = latencyNanos;
    }

    int count() {
        return count;
    }

    /** The latency that this share of all does not exceed, in milliseconds. */
    double millis(double quantile) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return Report.round(sorted[(int) Math.ceil(quantile * count) - 1] / 1e6, 1);
    }
}
