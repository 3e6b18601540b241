package io.mediadeleter.pipeline.quota;

import io.mediadeleter.quota.Allowance;
import java.time.Duration;

/**
 * Whether what a member writes to the log comes back to it. Where it does not for leases, the log may not be there any more,
 * which a reader who waits for its next record is never told. Confined to the quota thread.
 */
final class Echo {

    private static final int LEASES = 3;

    private final long leaseNanos;
    private Allowance last;
    private long heardNanos;
    private long turnNanos;

    /** For a member that has said nothing yet. */
    Echo(Duration lease, Allowance first, long nowNanos) {
        this.leaseNanos = lease.toNanos();
        this.last = first;
        this.heardNanos = nowNanos;
        this.turnNanos = nowNanos;
    }

    /** Looks once a turn; time in which no turns were made, as in a paused process, does not count. */
    boolean isLost(Allowance now, long nowNanos) {
        boolean wasAway = nowNanos - turnNanos > leaseNanos;
        turnNanos = nowNanos;
        if (wasAway || now.untilNanos() != last.untilNanos()) {
            last = now;
            heardNanos = nowNanos;
        }
        return nowNanos - heardNanos > LEASES * leaseNanos;
    }
}
