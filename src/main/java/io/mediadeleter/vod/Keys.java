package io.mediadeleter.vod;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign a call. Immutable, and no text made of it shows them.
 *
 * @param token of a role's keys; null for permanent ones
 */
public record Keys(
        String secretId, String secretKey, @Nullable String token) {

    /** Shorter ones than any real key would blot out ordinary words. */
    private static final int SHORTEST_REDACTED = 8;

    public Keys {
        if (!isUsable(secretId) || !isUsable(secretKey) || (token != null && !isUsable(token))) {
            throw new IllegalArgumentException("secret id, secret key and token are printable ASCII without spaces");
        }
    }

    /** The keys, where these texts can be some: present, and fit for a header. An empty token is none. */
    public static Optional<Keys> of(@Nullable String secretId, @Nullable String secretKey, @Nullable String token) {
        if (secretId == null || secretKey == null || !isUsable(secretId) || !isUsable(secretKey)) {
            return Optional.empty();
        }
        if (token == null || token.isEmpty()) {
            return Optional.of(new Keys(secretId, secretKey, null));
        }
        return isUsable(token) ? Optional.of(new Keys(secretId, secretKey, token)) : Optional.empty();
    }

    /** The text without these keys; an API that refuses a key may quote it, and so may a client that cannot send it. */
    String redact(String text) {
        return redact(redact(redact(text, secretKey), secretId), token);
    }

    private static String redact(String text, @Nullable String secret) {
        return secret == null || secret.length() < SHORTEST_REDACTED ? text : text.replace(secret, "***");
    }

    /**
     * A line break at the end of a mounted secret would make the HTTP client refuse every request: that is no request's
     * fault, so such a key counts as missing.
     */
    private static boolean isUsable(String secret) {
        return !secret.isEmpty() && secret.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    @Override
    public String toString() {
        return "Keys[***]";
    }
}
