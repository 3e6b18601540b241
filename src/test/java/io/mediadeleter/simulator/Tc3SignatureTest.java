package io.mediadeleter.simulator;

import static io.mediadeleter.simulator.SignedRequests.CREDENTIAL;
import static io.mediadeleter.simulator.SignedRequests.NOW;
import static io.mediadeleter.simulator.SignedRequests.deleteMedia;
import static io.mediadeleter.simulator.SignedRequests.signed;
import static io.mediadeleter.simulator.SignedRequests.with;
import static io.mediadeleter.simulator.SignedRequests.without;
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
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> signature.verify(request, NOW));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).startsWith(code);
    }
}
