package io.mediadeleter.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tencentcloudapi.vod.v20180717.models.DeleteMediaRequest;
import io.mediadeleter.event.Part;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.account.MediaPart;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.request.Credential;
import io.mediadeleter.vod.MediaInquiry.MediaState;
import io.mediadeleter.vod.MediaInquiry.Question;
import io.mediadeleter.vod.MediaInquiry.Told;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK's call against the simulator. */
class VodMediaInquiryTest {

    private static final Keys KEYS = new Keys("an-id", "a-key", null);

    @AutoClose
    private final Simulator api =
            Simulator.start(new SimulatorSettings().credentials(new Credential("an-id", "a-key")));

    @AutoClose
    private final MediaInquiry inquiry =
            new VodMediaInquiry(TestCalls.settings(api.uri(), 1), CredentialSource.fixed(KEYS), TestCalls.TABLE);

    @Test
    void media_areToldFromThoseThatAreGone() {
        api.media().remove(7, "1");
        Told told = told(new Question(7L, Set.of("1", "2"), false));
        assertThat(told.media()).containsOnlyKeys("1", "2").containsEntry("1", MediaState.ABSENT);
        assertThat(told.media().get("2")).isEqualTo(new MediaState(true, null));
        assertThat(api.described().all())
                .singleElement()
                .satisfies(call -> assertThat(call.requestId()).isEqualTo(told.requestId()))
                .satisfies(call -> assertThat(call.subAppId()).isEqualTo(7));
    }

    @Test
    void parts_areThoseThatAreLeft() {
        api.media().delete(0, "1", Set.of(new MediaPart("OriginalFiles", 0), new MediaPart("TranscodeFiles", 100010)));
        assertThat(state(new Question(null, Set.of("1"), true)).parts())
                .containsExactlyInAnyOrder(
                        new Part("TranscodeFiles", 100020L),
                        new Part("TranscodeFiles", 100030L),
                        new Part("AdaptiveDynamicStreamingFiles", 10L));
        api.media().put(0, "1");
        assertThat(state(new Question(null, Set.of("1"), true)).parts()).contains(new Part("OriginalFiles", null));
    }

    @Test
    void mediaWithoutAnyOutput_hasNoParts() {
        api.media()
                .delete(
                        0,
                        "1",
                        Set.of(
                                new MediaPart("OriginalFiles", 0),
                                new MediaPart("TranscodeFiles", 0),
                                new MediaPart("AdaptiveDynamicStreamingFiles", 0)));
        assertThat(state(new Question(null, Set.of("1"), true)).parts()).isEmpty();
    }

    /** What one of two words on a media leaves out is not gone. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mediaThatIsToldTwice_hasThePartsOfBoth(boolean isReversed) throws IOException {
        String basic = "{\"FileId\":\"1\",\"BasicInfo\":{}";
        String plain = basic + "}";
        String withPart = basic + ",\"TranscodeInfo\":{\"TranscodeSet\":[{\"Definition\":100010}]}}";
        String untold = "{\"FileId\":\"2\"}";
        String empty = "{\"FileId\":\"2\",\"BasicInfo\":{}}";
        List<String> infos =
                isReversed ? List.of(plain, withPart, empty, untold) : List.of(withPart, plain, untold, empty);
        Behaviour twice = Behaviour.body("{\"Response\":{\"RequestId\":\"req-1\",\"NotExistFileIdSet\":[\"1\"],"
                + "\"MediaInfoSet\":[" + String.join(",", infos) + "]}}");
        try (MisbehavingServer server = new MisbehavingServer(twice);
                MediaInquiry asked = new VodMediaInquiry(
                        TestCalls.settings(server.endpoint(), 1), CredentialSource.fixed(KEYS), TestCalls.TABLE)) {
            Told told =
                    asked.ask(new Question(null, Set.of("1", "2"), true)).told().orElseThrow();

            assertThat(told.media())
                    .containsEntry("1", new MediaState(true, List.of(new Part("TranscodeFiles", 100010L))))
                    .containsEntry("2", new MediaState(true, null));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UnauthorizedOperation, UnauthorizedOperation",
        "RequestLimitExceeded, RequestLimitExceeded",
        "InternalError, InternalError",
        "http-503, Http.503",
        "garbage, InvalidResponse",
        "empty, InvalidResponse",
        "null-request-id, InvalidResponse",
        "lower-case-error, InvalidResponse",
        "reset, Network.Broken"
    })
    void failures_haveTheCodesThatDeletionsHave(String scripted, String code) {
        api.faults().add(FaultRule.parse("DescribeMediaInfos/" + scripted));
        Fault fault =
                inquiry.ask(new Question(null, Set.of("1"), false)).fault().orElseThrow();
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.message()).doesNotContain("deleted");
        assertThat(api.calls().stats().total()).isZero();
    }

    @Test
    void silentApi_isATimeout() {
        api.faults().add(FaultRule.parse("timeout"));
        VodSettings hasty = new VodSettings(api.uri(), Duration.ofMillis(300), Duration.ofMillis(400), 1);
        try (MediaInquiry impatient = new VodMediaInquiry(hasty, CredentialSource.fixed(KEYS), TestCalls.TABLE)) {
            Fault fault = impatient
                    .ask(new Question(null, Set.of("1"), false))
                    .fault()
                    .orElseThrow();
            assertThat(fault.code()).isEqualTo(FaultTable.TIMEOUT);
            assertThat(fault.message()).doesNotContain("deleted");
        }
    }

    @Test
    void withoutCredentials_nothingIsSent() {
        try (MediaInquiry keyless =
                new VodMediaInquiry(TestCalls.settings(api.uri(), 1), Optional::empty, TestCalls.TABLE)) {
            assertThat(keyless.ask(new Question(null, Set.of("1"), false)).fault())
                    .map(Fault::code)
                    .contains(FaultTable.NO_CREDENTIALS);
        }
        assertThat(api.described().all()).isEmpty();
    }

    /** Whoever writes the wrong line some day: the connection does not let it through. */
    @Test
    void deletionOverItsConnection_isNeverSent() {
        DeleteMediaRequest request = new DeleteMediaRequest();
        request.setFileId("1");
        try (ApiConnection connection = new ApiConnection(TestCalls.settings(api.uri(), 1), ApiUse.INQUIRY)) {
            assertThat(catchThrowable(() -> connection.client(KEYS).DeleteMedia(request)))
                    .isNotNull();
        }
        assertThat(api.calls().all()).isEmpty();
        assertThat(api.media().holds(0, "1")).isTrue();
    }

    private Told told(Question question) {
        return inquiry.ask(question).told().orElseThrow();
    }

    private MediaState state(Question question) {
        return told(question).media().values().iterator().next();
    }
}
