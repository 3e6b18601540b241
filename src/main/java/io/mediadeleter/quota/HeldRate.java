package io.mediadeleter.quota;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * The lowest rate of the last second: a rate that rises counts a second later, unless nobody had any before it, and one
 * that falls counts at once. Not thread-safe.
 */
final class HeldRate {

    /** A second and 2 ms, so that a clock that runs fast does not make less of it. */
    static final long SECOND_NANOS = 1_002_000_000L;

    /** From this moment on, until the next step. */
    record Step(long nanos, int perSecond) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private Allowance current;

    /** A rate that has always been so. */
    HeldRate(Allowance initial, long nowNanos) {
        current = initial;
        steps.add(new Step(nowNanos, initial.perSecond()));
    }

    /** From now on it is this. One that falls is remembered as any other, though nobody had any before it. */
    void change(Allowance next, long nowNanos) {
        if (next.afterQuiet() && next.at(nowNanos) > current.at(nowNanos)) {
            steps.clear();
            steps.add(new Step(nowNanos, next.at(nowNanos)));
        } else if (current.at(nowNanos) == 0) {
            step(current.untilNanos(), 0);
        }
        step(nowNanos, next.at(nowNanos));
        forgetBefore(nowNanos - SECOND_NANOS);
        current = next;
    }

    /** The least that it has been in the second before now. */
    int lowest(long nowNanos) {
        int least = current.at(nowNanos);
        if (least == 0) {
            return 0;
        }
        forgetBefore(nowNanos - SECOND_NANOS);
        for (Step step : steps) {
            least = Math.min(least, step.perSecond());
        }
        return least;
    }

    /** What it has been in the last second, one after the other. */
    Collection<Step> steps() {
        return steps;
    }

    /** Nanoseconds until {@link #lowest} may be another though nothing changes; a second at most. */
    long untilNext(long nowNanos) {
        forgetBefore(nowNanos - SECOND_NANOS);
        if (steps.size() < 2) {
            return SECOND_NANOS;
        }
        Step first = steps.remove();
        long end = steps.element().nanos();
        steps.addFirst(first);
        return Math.max(1, end + SECOND_NANOS - nowNanos);
    }

    private void step(long nanos, int perSecond) {
        if (steps.getLast().perSecond() != perSecond) {
            steps.add(new Step(nanos, perSecond));
        }
    }

    /** A step counts until the next one is a second old. */
    private void forgetBefore(long nanos) {
        while (steps.size() > 1) {
            Step first = steps.remove();
            if (steps.element().nanos() - nanos > 0) {
                steps.addFirst(first);
                return;
            }
        }
    }
}
