package io.mediadeleter.simulator.request;

import static io.mediadeleter.simulator.request.SignedRequests.CREDENTIAL;
import static io.mediadeleter.simulator.request.SignedRequests.NOW;
import static io.mediadeleter.simulator.request.SignedRequests.deleteMedia;
import static io.mediadeleter.simulator.request.SignedRequests.signed;
import static io.mediadeleter.simulator.request.SignedRequests.signedAs;
import static io.mediadeleter.simulator.request.SignedRequests.with;
import static io.mediadeleter.simulator.request.SignedRequests.without;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Tc3SignatureTest {

    private static final String BODY = "{\"FileId\":\"7447398156998994860\",\"SubAppId\":1}";
    private static final int SIGNATURE_LENGTH = 64;

    private final Tc3Signature signature = new Tc3Signature(List.of(CREDENTIAL, new Credential("other", "key")));

    @Test
    void requestSignedAsTheSdkDoes_passes() {
        assertPasses(deleteMedia(BODY));
    }

    @Test
    void otherAcceptedKey_passes() {
        assertPasses(signed(new Credential("other", "key"), NOW, BODY));
    }

    @Test
    void clockOffByTheTolerance_passes() {
        assertPasses(signed(CREDENTIAL, NOW.minus(Tc3Signature.TOLERANCE), BODY));
        assertPasses(signed(CREDENTIAL, NOW.plus(Tc3Signature.TOLERANCE), BODY));
    }

    @Test
    void clockOffByMore_isExpired() {
        Duration more = Tc3Signature.TOLERANCE.plusSeconds(1);
        assertRefused(signed(CREDENTIAL, NOW.minus(more), BODY), "AuthFailure.SignatureExpire");
        assertRefused(signed(CREDENTIAL, NOW.plus(more), BODY), "AuthFailure.SignatureExpire");
    }

    /** Made by tencentcloud-sdk-nodejs-vod 4.1.287: the host is signed without its port, the content type has no charset. */
    @Test
    void requestOfTheNodeSdk_passes() {
        ApiRequest request = with(deleteMedia(BODY), "content-type", "application/json");
        assertPasses(with(
                request,
                "authorization",
                "TC3-HMAC-SHA256 Credential=an-id/2026-03-01/127/tc3_request, SignedHeaders=content-type;host,"
                        + " Signature=5a78281d6ba15d0ee0421e884c2c8bb1e28a9aad0d343183e5899853c55533b1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1 | application/json | 127.0.0.1:8085 | application/json",
                "localhost | application/json | localhost:8085 | application/json; charset=utf-8",
                "vod:443 | application/json; charset=utf-8 | vod | application/json",
                "vod:80 | application/json;charset=utf-8 | VOD | application/json; charset=UTF-8",
                "[::1] | application/json; charset=utf-8 | [::1]:8085 | application/json;charset=utf-8"
            })
    void hostAndContentTypeInAnotherForm_pass(String host, String type, String hostSent, String typeSent) {
        assertPasses(signedAs(host, type, hostSent, typeSent, BODY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1:8086 | application/json | 127.0.0.1:8085 | application/json",
                "127.0.0.2 | application/json | 127.0.0.1:8085 | application/json",
                "vod | text/plain | vod | application/json",
                "vod | application/json | vod | application/json; charset=latin1"
            })
    void otherHostOrContentType_isRefused(String host, String type, String hostSent, String typeSent) {
        assertRefused(signedAs(host, type, hostSent, typeSent, BODY), "AuthFailure.SignatureFailure");
    }

    @Test
    void blanksAndLettersOfTheAuthorization_doNotMatter() {
        String valid = deleteMedia(BODY).header("authorization").orElseThrow();
        for (String same : List.of(
                valid.replace(", ", ","),
                valid.replace(", ", " ,\t "),
                " " + valid + " ",
                valid.replace("TC3-HMAC-SHA256 Credential", "tc3-hmac-sha256  credential"))) {
            assertPasses(with(deleteMedia(BODY), "authorization", same));
        }
    }

    @Test
    void unsignedPayload_leavesTheBodyOut() {
        ApiRequest signed = with(deleteMedia("UNSIGNED-PAYLOAD"), "x-tc-content-sha256", "UNSIGNED-PAYLOAD");
        assertPasses(new ApiRequest("POST", "/", "", signed.headers(), BODY.getBytes(UTF_8)));
        assertRefused(
                new ApiRequest("POST", "/", "", deleteMedia("UNSIGNED-PAYLOAD").headers(), BODY.getBytes(UTF_8)),
                "AuthFailure.SignatureFailure");
    }

    @Test
    void refusal_saysWhatDiffers() {
        assertThat(refusal(signed(new Credential("an-id", "wrong"), NOW, BODY)).reason())
                .contains(
                        "The canonical request here is \"POST\\n/\\n\\ncontent-type:application/json; charset=utf-8\\n"
                                + "host:127.0.0.1:8085\\n\\ncontent-type;host\\n")
                .contains("the string to sign \"TC3-HMAC-SHA256\\n1772360130\\n2026-03-01/127/tc3_request\\n")
                .doesNotContain("a-key");
        String authorization = deleteMedia(BODY).header("authorization").orElseThrow();
        assertThat(refusal(with(deleteMedia(BODY), "authorization", authorization.replace("2026-03-01", "2026-03-02")))
                        .reason())
                .isEqualTo("The date in Credential, 2026-03-02, is not the UTC date of X-TC-Timestamp, 2026-03-01.");
        assertThat(refusal(without(deleteMedia(BODY), "authorization")).reason())
                .startsWith("The Authorization header is missing; the older signatures HmacSHA1 and HmacSHA256");
    }

    @Test
    void unknownSecretId_isNotFound() {
        assertRefused(signed(new Credential("stranger", "a-key"), NOW, BODY), "AuthFailure.SecretIdNotFound");
    }

    @Test
    void wrongKey_failsTheSignature() {
        assertRefused(signed(new Credential("an-id", "wrong"), NOW, BODY), "AuthFailure.SignatureFailure");
    }

    @Test
    void dateOfTheScopeIsNotTheTimestamps_failsTheSignature() {
        String authorization = deleteMedia(BODY).header("authorization").orElseThrow();
        assertRefused(
                with(deleteMedia(BODY), "authorization", authorization.replace("2026-03-01", "2026-03-02")),
                "AuthFailure.SignatureFailure");
    }

    @Test
    void missingOrIllFormedAuthorization_isInvalid() {
        ApiRequest request = deleteMedia(BODY);
        String valid = request.header("authorization").orElseThrow();
        assertRefused(without(request, "authorization"), "AuthFailure.InvalidAuthorization");
        for (String wrong : List.of(
                "",
                "Bearer token",
                valid.replace("TC3-", "TC2-"),
                valid.replace("/tc3_request", ""),
                valid.replace("content-type;host", "host"),
                valid.replace("content-type;host", "content-type;host;x-not-sent"))) {
            assertRefused(with(request, "authorization", wrong), "AuthFailure.InvalidAuthorization");
        }
    }

    @Test
    void missingOrIllFormedTimestamp_isNamed() {
        assertRefused(without(deleteMedia(BODY), "x-tc-timestamp"), "MissingParameter");
        assertRefused(with(deleteMedia(BODY), "x-tc-timestamp", "today"), "InvalidParameter");
        assertRefused(with(deleteMedia(BODY), "x-tc-timestamp", "9".repeat(18)), "AuthFailure.SignatureExpire");
    }

    @Property(tries = 300)
    void anyOtherByteInTheBody_isRefused(@ForAll @IntRange(max = 48) int at, @ForAll byte changed) {
        ApiRequest request = deleteMedia(BODY);
        byte[] body = BODY.getBytes(UTF_8);
        int index = at % body.length;
        Assume.that(body[index] != changed);
        body[index] = changed;
        assertRefused(new ApiRequest("POST", "/", "", request.headers(), body), "AuthFailure.SignatureFailure");
    }

    @Property(tries = 300)
    void anyOtherCharacterInTheHost_isRefused(
            @ForAll @IntRange(max = 13) int at, @ForAll @CharRange(from = '!', to = '~') char changed) {
        assertChangedHeaderRefused("host", at, changed);
    }

    @Property(tries = 300)
    void anyOtherDigitInTheTimestamp_isRefused(
            @ForAll @IntRange(max = 9) int at, @ForAll @CharRange(from = '0', to = '9') char changed) {
        assertChangedHeaderRefused("x-tc-timestamp", at, changed);
    }

    @Property(tries = 300)
    void anyOtherCharacterInTheSignature_isRefused(
            @ForAll @IntRange(max = SIGNATURE_LENGTH - 1) int at,
            @ForAll @CharRange(from = '!', to = '~') char changed) {
        int start = deleteMedia(BODY).header("authorization").orElseThrow().length() - SIGNATURE_LENGTH;
        assertChangedHeaderRefused("authorization", start + at, changed);
    }

    private void assertChangedHeaderRefused(String header, int at, char changed) {
        StringBuilder value = new StringBuilder(deleteMedia(BODY).header(header).orElseThrow());
        Assume.that(value.charAt(at) != changed);
        value.setCharAt(at, changed);
        assertRefused(with(deleteMedia(BODY), header, value.toString()), "");
    }

    private void assertPasses(ApiRequest request) {
        assertThatCode(() -> signature.verify(request, NOW)).doesNotThrowAnyException();
    }

    private void assertRefused(ApiRequest request, String code) {
        assertThat(refusal(request).code()).startsWith(code);
    }

    private ApiError refusal(ApiRequest request) {
        ApiError refusal = catchThrowableOfType(ApiError.class, () -> signature.verify(request, NOW));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
