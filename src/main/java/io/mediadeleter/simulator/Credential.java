package io.mediadeleter.simulator;

/** A key pair whose signatures are accepted. */
public record Credential(String secretId, String secretKey) {

    public Credential {
        if (secretId.isBlank() || secretKey.isBlank()) {
            throw new IllegalArgumentException("a credential has a secret id and a secret key, neither of them blank");
        }
    }

    /** Without the key: this is what ends up in logs. */
    @Override
    public String toString() {
        return "Credential[secretId=" + secretId + "]";
    }
}
