package io.mediadeleter.pipeline.quota;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many calls a second this instance could use: as many as it made in the last second, and those that wait on top. With
 * all workers busy, hardly more than it made; while calling is stopped, one, for the probe.
 *
 * <p>It rises at once and falls late, in steps of a twentieth of the quota: every change makes shares change hands, which
 * costs calls. Confined to the quota thread.
 */
final class Demand {

    private static final int STEPS = 20;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long HELD_NANOS = 2 * SECOND_NANOS;

    private record Look(long nanos, long started) {}

    private final int perSecond;
    private final int step;
    private final Deque<Look> looks = new ArrayDeque<>();
    private int demand;
    private long lastNeeded;

    Demand(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.step = Math.max(1, perSecond / STEPS);
        this.lastNeeded = nowNanos;
    }

    /** What it is now. */
    int look(CallLoad load, long nowNanos) {
        int needed = inSteps(needed(load, madeInLastSecond(load.started(), nowNanos)));
        if (needed >= demand || nowNanos - lastNeeded >= HELD_NANOS) {
            demand = needed;
            lastNeeded = nowNanos;
        }
        return demand;
    }

    private long needed(CallLoad load, long made) {
        if (load.waiting() == 0) {
            return made;
        }
        if (load.isStopped()) {
            return 1;
        }
        return load.isFull() ? made + step : made + load.waiting();
    }

    private long madeInLastSecond(long started, long nowNanos) {
        looks.add(new Look(nowNanos, started));
        while (nowNanos - looks.element().nanos() > SECOND_NANOS) {
            looks.remove();
        }
        return started - looks.element().started();
    }

    private int inSteps(long calls) {
        return (int) Math.min(perSecond, (calls + step - 1) / step * step);
    }
}
