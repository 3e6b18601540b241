package io.mediadeleter.quota;

import java.util.ArrayDeque;
import java.util.Deque;

/** Every token that any member took, second by sliding second. */
final class TakenTokens {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Deque<Long> lastSecond = new ArrayDeque<>();
    private int most;
    private long measureFrom = Long.MAX_VALUE;
    private int measured;

    void taken(long nowNanos) {
        while (!lastSecond.isEmpty() && lastSecond.element() <= nowNanos - SECOND_NANOS) {
            lastSecond.remove();
        }
        lastSecond.add(nowNanos);
        most = Math.max(most, lastSecond.size());
        if (nowNanos >= measureFrom) {
            measured++;
        }
    }

    void measureFrom(long nanos) {
        measureFrom = nanos;
    }

    int most() {
        return most;
    }

    /** Tokens a second since the measurement began, the one that is about to be taken among them. */
    double rate(long nowNanos) {
        return (measured + 1) * (double) SECOND_NANOS / (nowNanos - measureFrom);
    }
}
