package io.mediadeleter.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies TC3-HMAC-SHA256, the API's signature: an HMAC over the method, path, query, signed headers and body, under a
 * key that is derived from the secret key, the UTC date and the service. The service is the one that the caller names,
 * because it follows from the host that was called and here that is no product's.
 *
 * <p>Pure: the time is an argument. Immutable, so safe for any thread.
 */
final class Tc3Signature {

    /** How far the caller's clock may be off, either way. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String ALGORITHM = "TC3-HMAC-SHA256";
    private static final Pattern AUTHORIZATION = Pattern.compile(ALGORITHM
            + " +Credential=(?<id>[^/,\\s]+)/(?<date>\\d{4}-\\d\\d-\\d\\d)/(?<service>[^/,\\s]+)/tc3_request, *"
            + "SignedHeaders=(?<headers>[a-z0-9;_-]+), *Signature=(?<signature>\\S+)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");
    private static final List<String> ALWAYS_SIGNED = List.of("content-type", "host");

    private final Map<String, String> keysById;

    Tc3Signature(Collection<Credential> accepted) {
        keysById = accepted.stream().collect(Collectors.toMap(Credential::secretId, Credential::secretKey));
    }

    /**
     * Returns normally when the request was signed with an accepted key at about this time.
     *
     * @throws Refusal with an {@code AuthFailure} code, or one that names the timestamp
     */
    void verify(ApiRequest request, Instant now) throws Refusal {
        Matcher authorization =
                AUTHORIZATION.matcher(request.header("authorization").orElse(""));
        if (!authorization.matches()) {
            throw new Refusal("AuthFailure.InvalidAuthorization", "The Authorization header is missing or ill-formed.");
        }
        long timestamp = timestamp(request);
        if (Math.abs(now.getEpochSecond() - timestamp) > TOLERANCE.toSeconds()) {
            throw new Refusal(
                    "AuthFailure.SignatureExpire",
                    "X-TC-Timestamp differs from the server's time by more than 300 seconds.");
        }
        String key = keysById.get(authorization.group("id"));
        if (key == null) {
            throw new Refusal("AuthFailure.SecretIdNotFound", "The secret id is not known.");
        }
        String date = LocalDate.ofInstant(Instant.ofEpochSecond(timestamp), ZoneOffset.UTC)
                .toString();
        String scope = date + "/" + authorization.group("service") + "/tc3_request";
        String toSign = ALGORITHM + "\n" + timestamp + "\n" + scope + "\n"
                + sha256(canonical(request, authorization.group("headers")).getBytes(UTF_8));
        String expected = HexFormat.of().formatHex(hmac(signingKey(key, date, authorization.group("service")), toSign));
        boolean sameSignature = MessageDigest.isEqual(
                expected.getBytes(UTF_8), authorization.group("signature").getBytes(UTF_8));
        if (!sameSignature || !date.equals(authorization.group("date"))) {
            throw new Refusal("AuthFailure.SignatureFailure", "The signature is not that of this request.");
        }
    }

    private static long timestamp(ApiRequest request) throws Refusal {
        String text = request.header("x-tc-timestamp")
                .orElseThrow(() -> new Refusal("MissingParameter", "The header X-TC-Timestamp is missing."));
        if (!SECONDS.matcher(text).matches()) {
            throw new Refusal("InvalidParameter", "X-TC-Timestamp is not a number of seconds.");
        }
        return Long.parseLong(text);
    }

    private static String canonical(ApiRequest request, String signedHeaders) throws Refusal {
        List<String> names = List.of(signedHeaders.split(";", -1));
        if (!names.containsAll(ALWAYS_SIGNED)) {
            throw new Refusal("AuthFailure.InvalidAuthorization", "SignedHeaders lacks content-type or host.");
        }
        StringBuilder text = new StringBuilder();
        text.append(request.method()).append('\n');
        text.append(request.path()).append('\n');
        text.append(request.query()).append('\n');
        for (String name : names) {
            String value = request.header(name)
                    .orElseThrow(() -> new Refusal(
                            "AuthFailure.InvalidAuthorization", "The signed header " + name + " was not sent."));
            text.append(name)
                    .append(':')
                    .append(value.strip().toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        return text.append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(sha256(request.body()))
                .toString();
    }

    private static byte[] signingKey(String secretKey, String date, String service) {
        byte[] dateKey = hmac(("TC3" + secretKey).getBytes(UTF_8), date);
        return hmac(hmac(dateKey, service), "tc3_request");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
