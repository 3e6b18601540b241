package io.mediadeleter.quota;

import org.jspecify.annotations.Nullable;

/**
 * What a member's last claim came to.
 *
 * @param terms what it is set to, or is taken to be
 * @param granted calls a second, at most what the claim wanted
 * @param afterQuiet whether nobody had wanted anything for so long that no call was made in the second before the claim
 * @param again whether it had claimed before: one that is heard of once may never have been a member
 */
public record Share(LoggedClaim last, QuotaTerms terms, int granted, boolean afterQuiet, boolean again) {

    public Claim claim() {
        return last.claim();
    }

    /** The last broker's time at which it counts. */
    long countsUntil() {
        return last.brokerMillis() + terms.lease().toMillis();
    }

    /** Whether the member asks for as much as in another of its shares, is set alike, and counts as much. */
    boolean isAskedLike(@Nullable Share other) {
        return other != null
                && again == other.again
                && claim().demand() == other.claim().demand()
                && terms.equals(other.terms);
    }
}
