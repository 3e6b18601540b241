package io.mediadeleter.vod;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign a call. Immutable, and no text made of it shows them.
 *
 * @param token of a role's keys; null for permanent ones
 */
public record Keys(
        String secretId, String secretKey, @Nullable String token) {

    private static final Logger log = LoggerFactory.getLogger(Keys.class);

    /** Secrets of this length and longer ones are redacted wherever they occur. */
    private static final int NEVER_A_WORD = 16;

    /** Shorter secrets are not redacted. Up to {@link #NEVER_A_WORD} only those with letters and digits are, as whole words; real keys are longer. */
    private static final int SHORTEST_REDACTED = 8;

    private static final Pattern LETTERS_AND_DIGITS = Pattern.compile("(?=.*[a-zA-Z])(?=.*\\d).*");

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

    /** Those that a source has now; empty where it has none, or fails. */
    static Optional<Keys> now(CredentialSource source) {
        try {
            return source.keys();
        } catch (RuntimeException e) {
            log.warn("The credential source failed: {}", e.getClass().getName());
            return Optional.empty();
        }
    }

    /** The text without these keys; an API that refuses a key may quote it, and so may a client that cannot send it. */
    String redact(String text) {
        return redact(redact(redact(text, secretKey), secretId), token);
    }

    /** A secret that may be a word stays: to blot it out would make sentences that nobody understands. */
    private static String redact(String text, @Nullable String secret) {
        if (secret == null || secret.length() < SHORTEST_REDACTED) {
            return text;
        }
        if (secret.length() >= NEVER_A_WORD) {
            return text.replace(secret, "***");
        }
        return LETTERS_AND_DIGITS.matcher(secret).matches()
                ? text.replaceAll("(?<![a-zA-Z0-9])" + Pattern.quote(secret) + "(?![a-zA-Z0-9])", "***")
                : text;
    }

    /**
     * A line break at the end of a mounted secret would make the HTTP client refuse every request: that is no request's
     * fault, so such a key counts as missing.
     */
    static boolean isUsable(String secret) {
        return !secret.isEmpty() && secret.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    @Override
    public String toString() {
        return "Keys[***]";
    }
}
