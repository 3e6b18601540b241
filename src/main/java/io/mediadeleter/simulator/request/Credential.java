package io.mediadeleter.simulator.request;

import java.util.List;

/** A key pair whose signatures are accepted. */
public record Credential(String secretId, String secretKey) {

    /** What is accepted when nothing else is said: a pair that is no word, and one that older versions named. */
    public static final List<Credential> PRESET =
            List.of(new Credential("sim-4f7c2e91-id", "sim-4f7c2e91-key"), new Credential("simulator", "simulator"));

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
