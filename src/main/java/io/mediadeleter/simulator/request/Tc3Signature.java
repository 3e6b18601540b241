package io.mediadeleter.simulator.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okio.ByteString;

/**
 * Verifies TC3-HMAC-SHA256, the API's signature: an HMAC over the method, path, query, signed headers and body, under a
 * key that is derived from the secret key, the UTC date and the service. The service is the one that the caller names,
 * because it follows from the host that was called and here that is no product's.
 *
 * <p>Pure: the time is an argument. Immutable, so thread-safe.
 */
public final class Tc3Signature {

    /** How far the caller's clock may be off, either way. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String ALGORITHM = "TC3-HMAC-SHA256";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "\\s*(?i:" + ALGORITHM
                    + "\\s+Credential)\\s*=\\s*(?<id>[^/,\\s]+)/(?<date>\\d{4}-\\d\\d-\\d\\d)/(?<service>[^/,\\s]+)/tc3_request\\s*,\\s*"
                    + "(?i:SignedHeaders)\\s*=\\s*(?<headers>[A-Za-z0-9;_-]+)\\s*,\\s*(?i:Signature)\\s*=\\s*(?<signature>\\S+)\\s*");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

    private final Map<String, String> keysById;

    public Tc3Signature(Collection<Credential> accepted) {
        keysById = accepted.stream().collect(Collectors.toMap(Credential::secretId, Credential::secretKey));
    }

    /**
     * Returns normally when the request was signed with an accepted key at about this time.
     *
     * @throws ApiError with an {@code AuthFailure} code, or one that names the timestamp
     */
    public void verify(ApiRequest request, Instant now) throws ApiError {
        Matcher authorization =
                AUTHORIZATION.matcher(request.header("authorization").orElse(""));
        if (!authorization.matches()) {
            throw new ApiError("AuthFailure.InvalidAuthorization", illFormed(request));
        }
        long timestamp = timestamp(request);
        if (Math.abs(now.getEpochSecond() - timestamp) > TOLERANCE.toSeconds()) {
            throw new ApiError(
                    "AuthFailure.SignatureExpire",
                    "X-TC-Timestamp " + timestamp + " differs from the server's time, " + now.getEpochSecond()
                            + ", by more than 300 seconds.");
        }
        String key = keysById.get(authorization.group("id"));
        if (key == null) {
            throw new ApiError("AuthFailure.SecretIdNotFound", "The secret id is not known.");
        }
        String date = LocalDate.ofInstant(Instant.ofEpochSecond(timestamp), ZoneOffset.UTC)
                .toString();
        if (!date.equals(authorization.group("date"))) {
            throw new ApiError(
                    "AuthFailure.SignatureFailure",
                    "The date in Credential, " + authorization.group("date")
                            + ", is not the UTC date of X-TC-Timestamp, " + date + ".");
        }
        verify(request, authorization, timestamp, key);
    }

    private static void verify(ApiRequest request, Matcher authorization, long timestamp, String secretKey)
            throws ApiError {
        String date = authorization.group("date");
        String service = authorization.group("service");
        ByteString key = signingKey(secretKey, date, service);
        String toSign = ALGORITHM + "\n" + timestamp + "\n" + date + "/" + service + "/tc3_request\n";
        byte[] signature = authorization.group("signature").getBytes(UTF_8);
        List<String> candidates = SignedText.candidates(request, authorization.group("headers"));
        for (String candidate : candidates) {
            String expected =
                    hmac(key, toSign + sha256(candidate.getBytes(UTF_8))).hex();
            if (MessageDigest.isEqual(expected.getBytes(UTF_8), signature)) {
                return;
            }
        }
        throw new ApiError(
                "AuthFailure.SignatureFailure",
                "The signature is not that of this request: the secret key, the body or a signed header differs."
                        + " The canonical request here is \"" + oneLine(candidates.get(0)) + "\", the string to sign \""
                        + oneLine(toSign + sha256(candidates.get(0).getBytes(UTF_8)))
                        + "\"; if both are yours, too, the secret key differs.");
    }

    private static String illFormed(ApiRequest request) {
        String wanted = " Expected: " + ALGORITHM + " Credential=ID/DATE/SERVICE/tc3_request,"
                + " SignedHeaders=content-type;host, Signature=HEX.";
        if (request.header("authorization").isEmpty()) {
            return "The Authorization header is missing; the older signatures HmacSHA1 and HmacSHA256, which go without"
                    + " it, are not simulated." + wanted;
        }
        return "The Authorization header is ill-formed." + wanted;
    }

    private static String oneLine(String text) {
        return text.replace("\n", "\\n");
    }

    private static long timestamp(ApiRequest request) throws ApiError {
        String text = request.header("x-tc-timestamp")
                .orElseThrow(() -> new ApiError("MissingParameter", "The header X-TC-Timestamp is missing."));
        if (!SECONDS.matcher(text).matches()) {
            throw new ApiError("InvalidParameter", "X-TC-Timestamp is not a number of seconds.");
        }
        return Long.parseLong(text);
    }

    private static ByteString signingKey(String secretKey, String date, String service) {
        ByteString dateKey = hmac(ByteString.encodeUtf8("TC3" + secretKey), date);
        return hmac(hmac(dateKey, service), "tc3_request");
    }

    /** In lower-case hexadecimal digits. */
    static String sha256(byte[] bytes) {
        return ByteString.of(bytes).sha256().hex();
    }

    private static ByteString hmac(ByteString key, String text) {
        return ByteString.encodeUtf8(text).hmacSha256(key);
    }
}
