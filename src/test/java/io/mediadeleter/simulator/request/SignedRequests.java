package io.mediadeleter.simulator.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tencentcloudapi.common.Sign;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Requests as the SDK sends them, signed with the SDK's own primitives rather than the ones under test. */
public final class SignedRequests {

    public static final Credential CREDENTIAL = new Credential("an-id", "a-key");
    public static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");
    static final String HOST = "127.0.0.1:8085";
    static final String CONTENT_TYPE = "application/json; charset=utf-8";

    private SignedRequests() {}

    public static ApiRequest deleteMedia(String body) {
        return signed(CREDENTIAL, NOW, body);
    }

    public static ApiRequest signed(Credential credential, Instant at, String body) {
        return new ApiRequest("POST", "/", "", headers(credential, at, HOST, body), body.getBytes(UTF_8));
    }

    /** Signed with one host and content type, sent with others, as some SDKs and HTTP libraries do. */
    static ApiRequest signedAs(String host, String contentType, String hostSent, String contentTypeSent, String body) {
        Map<String, String> headers = headers(CREDENTIAL, NOW, hostSent, body);
        headers.put("content-type", contentTypeSent);
        headers.put("authorization", authorization(CREDENTIAL, NOW, host, contentType, body));
        return new ApiRequest("POST", "/", "", headers, body.getBytes(UTF_8));
    }

    public static Map<String, String> headers(Credential credential, Instant at, String host, String body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", CONTENT_TYPE);
        headers.put("host", host);
        headers.put("x-tc-action", "DeleteMedia");
        headers.put("x-tc-version", "2018-07-17");
        headers.put("x-tc-timestamp", Long.toString(at.getEpochSecond()));
        headers.put("authorization", authorization(credential, at, host, CONTENT_TYPE, body));
        return headers;
    }

    public static ApiRequest with(ApiRequest request, String header, String value) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put(header, value);
        return new ApiRequest(request.method(), request.path(), request.query(), headers, request.body());
    }

    static ApiRequest without(ApiRequest request, String header) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.remove(header);
        return new ApiRequest(request.method(), request.path(), request.query(), headers, request.body());
    }

    private static String authorization(
            Credential credential, Instant at, String host, String contentType, String body) {
        try {
            String date = at.atZone(ZoneOffset.UTC).toLocalDate().toString();
            String service = host.split("[.:]", 2)[0];
            String canonical = "POST\n/\n\ncontent-type:" + contentType + "\nhost:" + host + "\n\ncontent-type;host\n"
                    + Sign.sha256Hex(body);
            String scope = date + "/" + service + "/tc3_request";
            String toSign = "TC3-HMAC-SHA256\n" + at.getEpochSecond() + "\n" + scope + "\n" + Sign.sha256Hex(canonical);
            byte[] dateKey = Sign.hmac256(("TC3" + credential.secretKey()).getBytes(UTF_8), date);
            byte[] key = Sign.hmac256(Sign.hmac256(dateKey, service), "tc3_request");
            String signature =
                    HexFormat.of().formatHex(Sign.hmac256(key, toSign)).toLowerCase(Locale.ROOT);
            return "TC3-HMAC-SHA256 Credential=" + credential.secretId() + "/" + scope
                    + ", SignedHeaders=content-type;host, Signature=" + signature;
        } catch (TencentCloudSDKException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
