package io.mediadeleter.quota;

/**
 * What a member's last claim came to.
 *
 * @param granted calls a second, at most what the claim wanted
 * @param afterQuiet whether nobody had wanted anything for so long that no call was made in the second before the claim
 */
public record Share(LoggedClaim last, int granted, boolean afterQuiet) {

    public Claim claim() {
        return last.claim();
    }
}
