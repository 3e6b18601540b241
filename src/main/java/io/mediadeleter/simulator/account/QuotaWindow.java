package io.mediadeleter.simulator.account;

import java.time.Instant;

/**
 * The API's limit: of the calls that arrive within one second of the wall clock the first few pass, the rest are refused.
 * The time is an argument; calls may be reported up to a few seconds out of order, each counts for its own second.
 *
 * <p>Thread-safe: every method holds the instance's lock.
 */
public final class QuotaWindow {

    /** The limit that refuses nothing. */
    public static final int UNLIMITED = 0;

    private static final int SECONDS_KEPT = 16;

    private final long[] seconds = new long[SECONDS_KEPT];
    private final int[] arrivals = new int[SECONDS_KEPT];
    private int limit;
    private int busiest;

    /**
     * Begins with nothing counted.
     *
     * @param perSecond calls that pass in each second; {@link #UNLIMITED} lets all pass
     */
    public QuotaWindow(int perSecond) {
        limit = checked(perSecond);
    }

    /** Counts a call, and says whether it passes. */
    public synchronized boolean admit(Instant arrivedAt) {
        int slot = Math.floorMod(arrivedAt.getEpochSecond(), SECONDS_KEPT);
        if (seconds[slot] != arrivedAt.getEpochSecond()) {
            seconds[slot] = arrivedAt.getEpochSecond();
            arrivals[slot] = 0;
        }
        arrivals[slot]++;
        busiest = Math.max(busiest, arrivals[slot]);
        return limit == UNLIMITED || arrivals[slot] <= limit;
    }

    /** Another limit, from the next call on; what this second has already counted stays counted. */
    public synchronized void limit(int perSecond) {
        limit = checked(perSecond);
    }

    public synchronized int limit() {
        return limit;
    }

    /** The most calls that any one second saw, those refused included. */
    public synchronized int busiestSecond() {
        return busiest;
    }

    private static int checked(int perSecond) {
        if (perSecond < 0) {
            throw new IllegalArgumentException("a quota is 1 or more calls a second, or 0 for no limit: " + perSecond);
        }
        return perSecond;
    }
}
