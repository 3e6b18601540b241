package io.mediadeleter.quota;

import java.time.Duration;

/**
 * What a member is set to, as it tells the others.
 *
 * @param perSecond the quota, in calls a second of all members together
 * @param lease how long its claims count without a later one
 */
public record QuotaTerms(int perSecond, Duration lease) {

    public QuotaTerms {
        if (perSecond < 1 || lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("no terms: " + perSecond + " a second, lease " + lease);
        }
    }

    /** Such as {@code 60 a second, lease 5s}. */
    @Override
    public String toString() {
        long millis = lease.toMillis();
        return perSecond + " a second, lease " + (millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms");
    }
}
