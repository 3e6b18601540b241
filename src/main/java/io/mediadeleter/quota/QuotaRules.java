package io.mediadeleter.quota;

import java.time.Duration;

/**
 * What a member goes by. All have to agree on the margin and on the longest lease; of the quota, the least that one of them
 * is set to counts.
 *
 * @param perSecond calls a second of all members together
 * @param lease how long this member's claims count without a later one, on the brokers' clocks
 * @param longestLease that any member may have
 * @param margin what a member stops earlier than that: covers how far the brokers' clocks differ, and drift
 * @param interval between a member's claims when nothing changes
 */
public record QuotaRules(int perSecond, Duration lease, Duration longestLease, Duration margin, Duration interval) {

    /** What the setting takes at most. */
    private static final int MOST_PER_SECOND = 100_000;

    private static final Duration LONGEST_LEASE = Duration.ofMinutes(1);
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration SECOND = Duration.ofNanos(HeldRate.SECOND_NANOS);

    public QuotaRules {
        if (perSecond < 1 || perSecond > MOST_PER_SECOND) {
            throw new IllegalArgumentException("the quota is from 1 to " + MOST_PER_SECOND + ": " + perSecond);
        }
        if (lease.compareTo(margin) <= 0) {
            throw new IllegalArgumentException("the lease " + lease + " is not longer than its margin " + margin);
        }
        if (lease.compareTo(longestLease) > 0) {
            throw new IllegalArgumentException("the lease " + lease + " is longer than any may be: " + longestLease);
        }
    }

    /** The rules with the margin and the interval that every group has. */
    public static QuotaRules of(int perSecond, Duration lease) {
        return new QuotaRules(perSecond, lease, LONGEST_LEASE, MARGIN, INTERVAL);
    }

    /** What a member that goes by them tells the others. */
    QuotaTerms terms() {
        return new QuotaTerms(perSecond, lease);
    }

    /** Whether a member may be set so. */
    boolean allow(QuotaTerms terms) {
        return terms.perSecond() <= MOST_PER_SECOND
                && terms.lease().compareTo(margin) > 0
                && terms.lease().compareTo(longestLease) <= 0;
    }

    /** How long a member may use what it was granted, from when it sent the claim. */
    Duration usable() {
        return lease.minus(margin);
    }

    /** How far a newcomer goes back in the log before its first claim: from there on its ledger is everyone's. */
    public Duration history() {
        return longestLease.multipliedBy(2).plus(SECOND);
    }
}
