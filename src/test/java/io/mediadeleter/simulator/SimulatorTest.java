package io.mediadeleter.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonSyntaxException;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.account.MediaPart;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.Latency;
import io.mediadeleter.simulator.fault.ScriptedFault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator as the SDK sees it. */
class SimulatorTest {

    private static final String ID = "7447398156998994860";
    private static final MediaPart HD = new MediaPart("TranscodeFiles", 230);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @AutoClose
    private final Simulator simulator =
            Simulator.start(new SimulatorSettings().subAppIds(Set.of(0L, 7L)).clock(now::get));

    @AutoClose
    private final SdkCaller sdk = caller("simulator", "simulator");

    @Test
    void mediaThatExists_isDeletedOnce() throws TencentCloudSDKException {
        String requestId = sdk.delete(ID);

        assertThat(simulator.calls().all())
                .singleElement()
                .returns(requestId, Call::requestId)
                .returns(Call.OK, Call::outcome);
        assertThat(code(ID)).isEqualTo("ResourceNotFound");
        assertThat(simulator.calls().stats().accepted()).isEqualTo(1);
    }

    @Test
    void partsAndSubApplication_arriveAsSent() throws TencentCloudSDKException {
        assertThat(sdk.delete(ID, 7L, HD)).isNotEmpty();
        assertThat(sdk.delete(ID, 7L, HD)).isNotEmpty();

        assertThat(simulator.calls().all().get(0).parts()).containsExactly(HD);
        assertThat(simulator.media().holds(7, ID)).isTrue();
        assertThat(simulator.media().holds(7, ID, HD)).isFalse();
        assertThat(simulator.media().holds(0, ID, HD)).isTrue();
    }

    @Test
    void absentMedia_isNotFound() {
        simulator.media().remove(0, ID);
        assertThat(code(ID)).isEqualTo("ResourceNotFound");
    }

    @Test
    void idThatIsNoNumber_doesNotExist() {
        assertThat(code("abc")).isEqualTo("InvalidParameterValue.FileId");
    }

    @Test
    void unknownSubApplication_isRefused() {
        assertThat(failure(() -> sdk.delete(ID, 8L)).getErrorCode()).isEqualTo("InvalidParameterValue.SubAppId");
    }

    @Test
    void wrongKeyPair_isRefused() {
        try (SdkCaller wrongKey = caller("simulator", "wrong");
                SdkCaller stranger = caller("stranger", "simulator")) {
            assertThat(failure(() -> wrongKey.delete(ID)).getErrorCode()).isEqualTo("AuthFailure.SignatureFailure");
            assertThat(failure(() -> stranger.delete(ID)).getErrorCode()).isEqualTo("AuthFailure.SecretIdNotFound");
        }
        assertThat(simulator.media().holds(0, ID)).isTrue();
    }

    @Test
    void clocksApart_isExpired() {
        now.updateAndGet(time -> time.plusSeconds(400));
        assertThat(code(ID)).isEqualTo("AuthFailure.SignatureExpire");
    }

    @Test
    void callsOverTheQuota_areRefusedUntilTheNextSecond() throws TencentCloudSDKException {
        simulator.quota().limit(2);
        assertThat(sdk.delete("1")).isNotEmpty();
        assertThat(sdk.delete("2")).isNotEmpty();
        assertThat(code("3")).isEqualTo("RequestLimitExceeded");
        now.updateAndGet(time -> time.plusSeconds(1));
        assertThat(sdk.delete("3")).isNotEmpty();
    }

    @Test
    void errorCode_comesWithItsMessageAndRequestId() {
        ScriptedFault full = new ScriptedFault.Refused("InternalError", "the disk is full");
        simulator.faults().add(new FaultRule(Optional.empty(), full, 1, Optional.empty(), FaultRule.ALWAYS));
        TencentCloudSDKException failure = failure(() -> sdk.delete(ID));
        assertThat(failure.getErrorCode()).isEqualTo("InternalError");
        assertThat(failure.getMessage()).contains("the disk is full");
        assertThat(failure.getRequestId())
                .isEqualTo(simulator.calls().all().get(0).requestId());
    }

    @Test
    void garbage_isNoJson() {
        script("garbage");
        assertThat(failure(() -> sdk.delete(ID))).hasCauseInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void truncated_isShorterThanAnnounced() {
        script("truncated");
        assertThat(failure(() -> sdk.delete(ID))).hasCauseInstanceOf(ProtocolException.class);
    }

    @Test
    void empty_isNoAnswerAtAll() {
        script("empty");
        assertThatNullPointerException().isThrownBy(() -> sdk.delete(ID));
    }

    @Test
    void nullRequestId_looksLikeSuccess() throws TencentCloudSDKException {
        script("null-request-id+applied");
        assertThat(sdk.delete(ID)).isNull();
        assertThat(simulator.media().holds(0, ID)).isFalse();
    }

    @Test
    void http500_isAServerSideError() {
        script("http-500");
        assertThat(code(ID)).isEqualTo("ServerSideError");
    }

    @Test
    void http503_makesTheHttpClientCallAgainAtOnce() {
        script("http-503@*x1");
        script("http-503@*x1");
        assertThat(code(ID)).isEqualTo("ServerSideError");
        assertThat(simulator.calls().stats().count("http-503")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reset_closesTheConnectionWithoutAnAnswer(boolean applied) {
        script(applied ? "reset+applied" : "reset");
        assertThat(failure(() -> sdk.delete(ID))).hasCauseInstanceOf(IOException.class);
        assertThat(simulator.media().holds(0, ID)).isEqualTo(!applied);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void timeout_neverAnswers(boolean applied) {
        script(applied ? "timeout+applied" : "timeout");
        try (SdkCaller impatient = new SdkCaller(simulator, "simulator", "simulator", Duration.ofMillis(500))) {
            await().untilAsserted(
                            () -> { // a busy machine may not get as far as to ask
                                assertThat(failure(() -> impatient.delete(ID)))
                                        .hasCauseInstanceOf(InterruptedIOException.class);
                                assertThat(simulator.calls().stats().total()).isPositive();
                            });
        }
        await().until(() -> simulator.media().holds(0, ID) == !applied);
    }

    @Test
    void faultForTheFirstCalls_isOverAfterThem() throws TencentCloudSDKException {
        script("InternalError@" + ID + "x2");
        assertThat(code(ID)).isEqualTo("InternalError");
        assertThat(code(ID)).isEqualTo("InternalError");
        assertThat(sdk.delete(ID)).isNotEmpty();
    }

    @Test
    void latency_delaysTheAnswerButNotTheDeletion() throws TencentCloudSDKException {
        simulator.latency(Latency.parse("300ms"));
        long startNanos = System.nanoTime();
        assertThat(sdk.delete(ID)).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void closedWhileACallWaits_endsTheCall() {
        script("timeout");
        CompletableFuture<TencentCloudSDKException> call =
                CompletableFuture.supplyAsync(() -> failure(() -> sdk.delete(ID)));
        await().until(() -> simulator.calls().stats().total() == 1);
        simulator.close();
        assertThat(call).succeedsWithin(Patience.LIMIT);
    }

    private interface SdkCall {
        void run() throws TencentCloudSDKException;
    }

    private void script(String fault) {
        simulator.faults().add(FaultRule.parse(fault));
    }

    private String code(String fileId) {
        return failure(() -> sdk.delete(fileId)).getErrorCode();
    }

    private static TencentCloudSDKException failure(SdkCall call) {
        TencentCloudSDKException failure = catchThrowableOfType(TencentCloudSDKException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    private SdkCaller caller(String secretId, String secretKey) {
        return new SdkCaller(simulator, secretId, secretKey, Patience.LIMIT.multipliedBy(2));
    }
}
