package io.mediadeleter.time;

import java.time.Duration;

/**
 * Whether what a process writes to a log comes back to it. Where it does not for three leases, the log may not be there any more,
 * which a reader who waits for its next record is never told. Not thread-safe.
 */
public final class SilenceTimer {

    private static final int LEASES = 3;

    private final long leaseNanos;
    private long heardNanos;
    private long turnNanos;

    /** For a process that begins to write. */
    public SilenceTimer(Duration lease, long nowNanos) {
        this.leaseNanos = lease.toNanos();
        this.heardNanos = nowNanos;
        this.turnNanos = nowNanos;
    }

    /**
     * Looks once a turn; time in which no turns were made, as in a paused process, does not count.
     *
     * @param heard whether something has come back in this turn
     */
    public boolean isSilent(boolean heard, long nowNanos) {
        boolean wasAway = nowNanos - turnNanos > leaseNanos;
        turnNanos = nowNanos;
        if (heard || wasAway) {
            heardNanos = nowNanos;
        }
        return nowNanos - heardNanos > LEASES * leaseNanos;
    }
}
