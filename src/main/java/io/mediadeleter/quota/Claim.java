package io.mediadeleter.quota;

import org.jspecify.annotations.Nullable;

/**
 * What a member says to the group. Whole calls a second, so that sums are exact.
 *
 * @param member differs between any two members that ever were
 * @param number counts the member's claims, so that it knows its own again, and nobody heeds one that comes late
 * @param demand calls a second that it could use now
 * @param wanted calls a second that it wants to hold: from the moment it says so, it makes no more
 * @param terms what it is set to; null for members of a version that does not tell, which count as set like the reader
 */
public record Claim(
        String member,
        long number,
        int demand,
        int wanted,
        @Nullable QuotaTerms terms) {

    public Claim {
        if (number < 1 || demand < 0 || wanted < 0) {
            throw new IllegalArgumentException(
                    "not a claim: number " + number + " of " + member + ", demand " + demand + ", wanted " + wanted);
        }
    }

    /** One of a member that does not tell what it is set to. */
    public Claim(String member, long number, int demand, int wanted) {
        this(member, number, demand, wanted, null);
    }
}
