package io.mediadeleter.quota;

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
}
