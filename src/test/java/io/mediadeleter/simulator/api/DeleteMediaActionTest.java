package io.mediadeleter.simulator.api;

import static io.mediadeleter.simulator.request.SignedRequests.CREDENTIAL;
import static io.mediadeleter.simulator.request.SignedRequests.NOW;
import static io.mediadeleter.simulator.request.SignedRequests.deleteMedia;
import static io.mediadeleter.simulator.request.SignedRequests.signed;
import static io.mediadeleter.simulator.request.SignedRequests.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.account.Account;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.account.MediaPart;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.request.ApiRequest;
import io.mediadeleter.simulator.request.Credential;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeleteMediaActionTest {

    private static final String ID = "7447398156998994860";
    private static final String BODY = "{\"FileId\":\"" + ID + "\"}";

    private Account account = account(new SimulatorSettings());

    @Test
    void validCall_deletesAndAnswersWithTheIdThatIsLogged() {
        Reply reply = answer(deleteMedia(BODY));
        Call call = lastCall();
        assertThat(reply).isEqualTo(Reply.json(200, "{\"Response\":{\"RequestId\":\"" + call.requestId() + "\"}}"));
        assertThat(call).isEqualTo(new Call(NOW, Optional.of(ID), 0, List.of(), Call.OK, true, call.requestId()));
        assertThat(account.media().holds(0, ID)).isFalse();
    }

    @Test
    void absentMedia_isRefusedInTheApisForm() {
        account.media().remove(0, ID);
        Reply reply = answer(deleteMedia(BODY));
        assertThat(reply)
                .isEqualTo(Reply.json(
                        200,
                        "{\"Response\":{\"Error\":{\"Code\":\"ResourceNotFound\",\"Message\":\"The media does not"
                                + " exist.\"},\"RequestId\":\"" + lastCall().requestId() + "\"}}"));
        assertThat(lastCall().accepted()).isFalse();
    }

    @Test
    void partDeletion_leavesTheMedia() {
        answer(deleteMedia("{\"FileId\":\"1\",\"DeleteParts\":[{\"Type\":\"TranscodeFiles\",\"Definition\":230}]}"));
        assertThat(lastCall().parts()).containsExactly(new MediaPart("TranscodeFiles", 230));
        assertThat(account.media().holds(0, "1")).isTrue();
        assertThat(account.media().holds(0, "1", new MediaPart("TranscodeFiles", 230)))
                .isFalse();
    }

    @Test
    void wrongEnvelope_isRefusedWithTheCodeForIt() {
        assertThat(outcome(with(deleteMedia(BODY), "x-tc-action", "DescribeMedia")))
                .isEqualTo("InvalidAction");
        assertThat(outcome(with(deleteMedia(BODY), "x-tc-version", "2017-01-01")))
                .isEqualTo("NoSuchVersion");
        assertThat(outcome(with(deleteMedia(BODY), "host", "elsewhere"))).isEqualTo("AuthFailure.SignatureFailure");
        assertThat(outcome(new ApiRequest("GET", "/", "", deleteMedia("").headers(), new byte[0])))
                .isEqualTo("UnsupportedProtocol");
        assertThat(outcome(deleteMedia(" ".repeat(ApiRequest.LONGEST_BODY + 1))))
                .isEqualTo("RequestSizeLimitExceeded");
    }

    @Test
    void unknownSubApplication_isRefused() {
        account = account(new SimulatorSettings().subAppIds(Set.of(7L)));
        assertThat(outcome(deleteMedia(BODY))).isEqualTo("InvalidParameterValue.SubAppId");
        assertThat(outcome(deleteMedia("{\"FileId\":\"1\",\"SubAppId\":7}"))).isEqualTo(Call.OK);
    }

    @Test
    void wrongSignature_usesUpNoQuota() {
        account.quota().limit(1);
        assertThat(outcome(signed(new Credential("an-id", "wrong"), NOW, BODY)))
                .isEqualTo("AuthFailure.SignatureFailure");
        assertThat(outcome(deleteMedia(BODY))).isEqualTo(Call.OK);
    }

    @Test
    void overTheQuota_isRefusedBeforeAnyFaultStrikes() {
        account.quota().limit(1);
        account.faults().add(FaultRule.parse("InternalError@" + ID + "x2"));
        assertThat(outcome(deleteMedia(BODY))).isEqualTo("InternalError");
        assertThat(outcome(deleteMedia(BODY))).isEqualTo("RequestLimitExceeded");
        assertThat(account.faults().rules()).hasToString("[InternalError@" + ID + "x1]");
    }

    @Test
    void fault_strikesBeforeTheBodyIsJudged() {
        account.faults().add(FaultRule.parse("InternalError"));
        assertThat(outcome(deleteMedia("garbage"))).isEqualTo("InternalError");
    }

    @Test
    void brokenAnswer_deletesOnlyWhenApplied() {
        account.faults().add(FaultRule.parse("timeout@1"));
        account.faults().add(FaultRule.parse("reset+applied@2"));
        assertThat(answer(deleteMedia("{\"FileId\":\"1\"}"))).isEqualTo(new Reply.Silence());
        assertThat(account.media().holds(0, "1")).isTrue();
        assertThat(answer(deleteMedia("{\"FileId\":\"2\"}"))).isEqualTo(new Reply.Close());
        assertThat(account.media().holds(0, "2")).isFalse();
        assertThat(account.calls().stats().accepted()).isEqualTo(1);
    }

    @Test
    void appliedFaultForMediaThatIsNotThere_isNoAcceptedCall() {
        account.faults().add(FaultRule.parse("reset+applied"));
        account.media().remove(0, ID);
        answer(deleteMedia(BODY));
        assertThat(lastCall().accepted()).isFalse();
        assertThat(lastCall().outcome()).isEqualTo("reset+applied");
    }

    private static Account account(SimulatorSettings settings) {
        return settings.credentials(CREDENTIAL).account();
    }

    private Reply answer(ApiRequest request) {
        return new DeleteMediaAction(account, InstantSource.fixed(NOW)).answer(request);
    }

    private String outcome(ApiRequest request) {
        answer(request);
        return lastCall().outcome();
    }

    private Call lastCall() {
        return account.calls().newest(1, Optional.empty()).get(0);
    }
}
