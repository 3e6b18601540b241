package io.mediadeleter.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.vod.v20180717.models.AdaptiveDynamicStreamingInfoItem;
import com.tencentcloudapi.vod.v20180717.models.DescribeMediaInfosResponse;
import com.tencentcloudapi.vod.v20180717.models.MediaInfo;
import com.tencentcloudapi.vod.v20180717.models.MediaTranscodeItem;
import io.mediadeleter.simulator.SdkCaller;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.account.MediaPart;
import io.mediadeleter.simulator.fault.FaultRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** DescribeMediaInfos as the SDK's own classes read it, and deletions that do not happen, or happen late. */
class DescribeMediaInfosTest {

    private static final String ID = "7447398156998994860";
    private static final MediaPart HD = new MediaPart("TranscodeFiles", 230);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @AutoClose
    private final Simulator simulator =
            Simulator.start(new SimulatorSettings().subAppIds(Set.of(0L, 7L)).clock(now::get));

    @AutoClose
    private final SdkCaller sdk = new SdkCaller(simulator, "simulator", "simulator", Duration.ofSeconds(60));

    @Test
    void mediaThatExist_areToldFromThoseThatDoNot() throws TencentCloudSDKException {
        sdk.delete("1", 7L);
        DescribeMediaInfosResponse answer = sdk.describe(List.of("1", "2"), 7L, "basicInfo");
        assertThat(answer.getNotExistFileIdSet()).containsExactly("1");
        assertThat(answer.getMediaInfoSet()).singleElement().returns("2", MediaInfo::getFileId);
        assertThat(sdk.describe(List.of("1"), null, "basicInfo").getNotExistFileIdSet())
                .isEmpty();
        assertThat(simulator.described().all()).hasSize(2);
        assertThat(simulator.described().all().get(0))
                .returns(List.of("1", "2"), Call::fileIds)
                .returns(7L, Call::subAppId)
                .returns(answer.getRequestId(), Call::requestId)
                .returns(Call.OK, Call::outcome);
        assertThat(simulator.calls().all()).hasSize(1);
    }

    @Test
    void sections_areThoseThatTheFilterNames() throws TencentCloudSDKException {
        MediaInfo basic = described(ID, "basicInfo");
        assertThat(basic.getBasicInfo().getMediaUrl()).isNotBlank();
        assertThat(basic.getTranscodeInfo()).isNull();
        MediaInfo all = described(ID);
        assertThat(transcodes(all)).containsExactly(0L, 100010L, 100020L, 100030L);
        assertThat(all.getAdaptiveDynamicStreamingInfo().getAdaptiveDynamicStreamingSet())
                .extracting(AdaptiveDynamicStreamingInfoItem::getDefinition)
                .containsExactly(10L);
    }

    @Test
    void partThatWasDeleted_isNotShown() throws TencentCloudSDKException {
        sdk.delete(ID, new MediaPart("OriginalFiles", 0), new MediaPart("TranscodeFiles", 100020));
        assertThat(described(ID).getBasicInfo().getMediaUrl()).isEmpty();
        assertThat(transcodes(described(ID))).containsExactly(100010L, 100030L);
        sdk.delete(ID, new MediaPart("TranscodeFiles", 0), new MediaPart("AdaptiveDynamicStreamingFiles", 10));
        assertThat(described(ID).getTranscodeInfo()).isNull();
        assertThat(described(ID).getAdaptiveDynamicStreamingInfo()).isNull();
    }

    @Test
    void ignoredDeletion_isAnsweredWithSuccessAndDeletesNothing() throws TencentCloudSDKException {
        simulator.faults().add(FaultRule.parse("ignored@*x2"));
        assertThat(sdk.delete("1")).isNotEmpty();
        assertThat(sdk.delete("2", HD)).isNotEmpty();
        assertThat(sdk.describe(List.of("1"), null).getNotExistFileIdSet()).isEmpty();
        assertThat(transcodes(described("2"))).contains(230L);
        assertThat(simulator.calls().stats().count("ignored")).isEqualTo(2);
        assertThat(simulator.calls().stats().accepted()).isZero();
        sdk.delete("2", HD);
        assertThat(transcodes(described("2"))).doesNotContain(230L);
    }

    @Test
    void ignoredDeletionOfWhatIsNotThere_isRefusedAsEver() {
        simulator.faults().add(FaultRule.parse("ignored"));
        simulator.media().remove(0, ID);
        assertThat(code(() -> sdk.delete(ID))).isEqualTo("ResourceNotFound");
        assertThat(code(() -> sdk.delete(ID, 8L))).isEqualTo("InvalidParameterValue.SubAppId");
    }

    @Test
    void delayedDeletion_happensWhenItsTimeHasCome() throws TencentCloudSDKException {
        simulator.faults().add(FaultRule.parse("delayed-30s@*x1"));
        sdk.delete(ID);
        assertThat(described(ID).getFileId()).isEqualTo(ID);
        now.set(now.get().plusSeconds(30));
        assertThat(sdk.describe(List.of(ID), null).getNotExistFileIdSet()).containsExactly(ID);
        assertThat(simulator.calls().stats().accepted()).isEqualTo(1);
    }

    @Test
    void wrongQuestions_areRefusedWithTheCodeForEach() {
        assertThat(code(() -> sdk.describe(List.of(), null))).isEqualTo("InvalidParameterValue.FileIdsEmpty");
        assertThat(code(() -> sdk.describe(Collections.nCopies(21, ID), null)))
                .isEqualTo("InvalidParameterValue.FileIdsTooMany");
        assertThat(code(() -> sdk.describe(List.of("abc"), null))).isEqualTo("InvalidParameterValue.FileIds");
        assertThat(code(() -> sdk.describe(List.of(ID), 8L))).isEqualTo("InvalidParameterValue.SubAppId");
        assertThat(code(() -> sdk.describe(List.of(ID), null, "all"))).isEqualTo("InvalidParameterValue");
    }

    @Test
    void quotaAndFaults_areThoseOfTheAction() throws TencentCloudSDKException {
        simulator.describeQuota().limit(1);
        simulator.faults().add(FaultRule.parse("DescribeMediaInfos/UnauthorizedOperation"));
        assertThat(code(() -> described(ID))).isEqualTo("UnauthorizedOperation");
        assertThat(code(() -> described(ID))).isEqualTo("RequestLimitExceeded");
        assertThat(sdk.delete(ID)).isNotEmpty();
        assertThat(simulator.described().stats().outcomes())
                .containsOnlyKeys("UnauthorizedOperation", "RequestLimitExceeded");
    }

    private interface SdkCall {
        void make() throws TencentCloudSDKException;
    }

    private static String code(SdkCall call) {
        return catchThrowableOfType(TencentCloudSDKException.class, call::make).getErrorCode();
    }

    private MediaInfo described(String fileId, String... filters) throws TencentCloudSDKException {
        return sdk.describe(List.of(fileId), null, filters).getMediaInfoSet()[0];
    }

    private static List<Long> transcodes(MediaInfo info) {
        return Stream.of(info.getTranscodeInfo().getTranscodeSet())
                .map(MediaTranscodeItem::getDefinition)
                .toList();
    }
}
