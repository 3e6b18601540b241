package io.mediadeleter.quota;

/**
 * What a member's last claim came to.
 *
 * @param granted calls a second, at most what the claim wanted
 */
public record Share(LoggedClaim last, int granted) {

    public Claim claim() {
        return last.claim();
    }
}
