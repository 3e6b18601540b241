package io.mediadeleter.vod;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.vod.v20180717.models.AdaptiveDynamicStreamingInfoItem;
import com.tencentcloudapi.vod.v20180717.models.DescribeMediaInfosRequest;
import com.tencentcloudapi.vod.v20180717.models.DescribeMediaInfosResponse;
import com.tencentcloudapi.vod.v20180717.models.MediaInfo;
import com.tencentcloudapi.vod.v20180717.models.MediaTranscodeItem;
import io.mediadeleter.event.Part;
import io.mediadeleter.rule.FaultTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * DescribeMediaInfos of the VOD API, one blocking call after the other, each one request, over a connection that sends nothing
 * else. Confined to one thread.
 *
 * <p>Where an answer contradicts itself, the media counts as there: to say that something is gone takes the API's plain word.
 */
public final class VodMediaInquiry implements MediaInquiry {

    private static final String BASIC = "basicInfo";
    private static final List<String> PARTS = List.of("transcodeInfo", "adaptiveDynamicStreamingInfo");

    /** The original file is among the outputs of transcoding, too. */
    private static final long ORIGINAL = 0;

    private final ApiConnection connection;
    private final CredentialSource credentials;
    private final CallFaults faults;

    /**
     * Makes no connection yet.
     *
     * @param credentials stay the caller's to close
     */
    public VodMediaInquiry(VodSettings settings, CredentialSource credentials, FaultTable table) {
        this.connection = new ApiConnection(settings, ApiUse.INQUIRY);
        this.credentials = credentials;
        this.faults = new CallFaults(table, ApiUse.INQUIRY);
    }

    @Override
    public Answer ask(Question question) {
        Optional<Keys> keys = Keys.now(credentials);
        return keys.isPresent() ? ask(question, keys.get()) : Answer.failed(faults.noCredentials());
    }

    private Answer ask(Question question, Keys keys) {
        try {
            DescribeMediaInfosResponse answer = connection.client(keys).DescribeMediaInfos(request(question));
            String requestId = answer.getRequestId();
            return CallFaults.isRequestId(requestId)
                    ? Answer.of(new Told(states(question, answer), requestId))
                    : Answer.failed(faults.invalidResponse("success without RequestId"));
        } catch (TencentCloudSDKException | RuntimeException e) {
            return Answer.failed(faults.of(e, keys::redact));
        }
    }

    private static DescribeMediaInfosRequest request(Question question) {
        DescribeMediaInfosRequest request = new DescribeMediaInfosRequest();
        request.setFileIds(question.fileIds().toArray(String[]::new));
        if (question.subAppId() != null) {
            request.setSubAppId(question.subAppId());
        }
        List<String> filters = new ArrayList<>(List.of(BASIC));
        if (question.withParts()) {
            filters.addAll(PARTS);
        }
        request.setFilters(filters.toArray(String[]::new));
        return request;
    }

    private static Map<String, MediaState> states(Question question, DescribeMediaInfosResponse answer) {
        Map<String, MediaState> states = new HashMap<>();
        for (String fileId : all(answer.getNotExistFileIdSet())) {
            states.put(fileId, MediaState.ABSENT);
        }
        for (MediaInfo info : all(answer.getMediaInfoSet())) {
            if (info.getFileId() != null) {
                MediaState there = new MediaState(true, question.withParts() ? parts(info) : null);
                states.merge(info.getFileId(), there, VodMediaInquiry::both);
            }
        }
        states.keySet().retainAll(question.fileIds());
        return states;
    }

    /** Of two words on one media: what either says is there is there, and what either leaves untold is not known. */
    private static MediaState both(MediaState one, MediaState other) {
        if (!one.isThere()) {
            return other;
        }
        List<Part> parts = one.parts();
        List<Part> others = other.parts();
        return new MediaState(
                true,
                parts == null || others == null
                        ? null
                        : Stream.concat(parts.stream(), others.stream())
                                .distinct()
                                .toList());
    }

    /** A section of which there is nothing is null; so is one that was left out, and then the basic one is, too. */
    private static @Nullable List<Part> parts(MediaInfo info) {
        if (info.getBasicInfo() == null) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        String url = info.getBasicInfo().getMediaUrl();
        boolean hasOriginal = url != null && !url.isBlank();
        if (info.getTranscodeInfo() != null) {
            for (MediaTranscodeItem item : all(info.getTranscodeInfo().getTranscodeSet())) {
                boolean isOriginal = item.getDefinition() != null && item.getDefinition() == ORIGINAL;
                hasOriginal |= isOriginal;
                if (!isOriginal) {
                    parts.add(new Part("TranscodeFiles", item.getDefinition()));
                }
            }
        }
        if (info.getAdaptiveDynamicStreamingInfo() != null) {
            for (AdaptiveDynamicStreamingInfoItem item :
                    all(info.getAdaptiveDynamicStreamingInfo().getAdaptiveDynamicStreamingSet())) {
                parts.add(new Part("AdaptiveDynamicStreamingFiles", item.getDefinition()));
            }
        }
        if (hasOriginal) {
            parts.add(new Part("OriginalFiles", null));
        }
        return List.copyOf(parts);
    }

    /** Without what is null. */
    private static <T> List<T> all(T @Nullable [] items) {
        List<T> present = new ArrayList<>();
        if (items != null) {
            for (T item : items) {
                if (item != null) {
                    present.add(item);
                }
            }
        }
        return present;
    }

    @Override
    public void close() {
        connection.close();
    }
}
