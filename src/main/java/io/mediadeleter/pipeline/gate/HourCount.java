package io.mediadeleter.pipeline.gate;

import java.time.Duration;
import java.util.TreeMap;

/**
 * How many times something happened within the last hour, to the minute: each time counts for an hour and up to a minute
 * more. Holds at most 61 numbers. Time is an argument, from a clock that never goes back. Not thread-safe.
 */
final class HourCount {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long MINUTES = 60;

    private final TreeMap<Long, Integer> byMinute = new TreeMap<>();

    void add(long nowNanos) {
        forget(nowNanos);
        byMinute.merge(minute(nowNanos), 1, Integer::sum);
    }

    int at(long nowNanos) {
        forget(nowNanos);
        return byMinute.values().stream().mapToInt(Integer::intValue).sum();
    }

    void clear() {
        byMinute.clear();
    }

    private void forget(long nowNanos) {
        byMinute.headMap(minute(nowNanos) - MINUTES).clear();
    }

    private static long minute(long nanos) {
        return Math.floorDiv(nanos, MINUTE);
    }
}
