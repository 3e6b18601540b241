package io.mediadeleter.simulator.account;

import io.mediadeleter.simulator.request.ApiAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call: what was asked, and what was answered. What could not be read from the body is empty.
 *
 * @param fileIds the media that it names: one to delete, or up to 20 to describe
 * @param subAppId 0 when the call names none
 * @param parts what is to be deleted; empty means the whole media
 * @param outcome {@link #OK}, the code of the refusal, or the text of the fault such as {@code timeout+applied}
 * @param accepted whether the deletion happened, which the caller does not always learn
 * @param requestId the id of this call, whether or not the caller was told
 */
public record Call(
        Instant arrivedAt,
        ApiAction action,
        List<String> fileIds,
        long subAppId,
        List<MediaPart> parts,
        String outcome,
        boolean accepted,
        String requestId) {

    /** The outcome of a call that was answered with success. */
    public static final String OK = "OK";

    /** How many media a call of DescribeMediaInfos may name. */
    public static final int MOST_FILE_IDS = 20;

    public Call {
        fileIds = List.copyOf(fileIds);
        parts = List.copyOf(parts);
    }

    /** A call of DeleteMedia. */
    public Call(
            Instant arrivedAt,
            Optional<String> fileId,
            long subAppId,
            List<MediaPart> parts,
            String outcome,
            boolean accepted,
            String requestId) {
        this(
                arrivedAt,
                ApiAction.DELETE_MEDIA,
                fileId.stream().toList(),
                subAppId,
                parts,
                outcome,
                accepted,
                requestId);
    }

    /** A call of DescribeMediaInfos, which deletes nothing. */
    public static Call description(
            Instant arrivedAt, List<String> fileIds, long subAppId, String outcome, String requestId) {
        return new Call(
                arrivedAt, ApiAction.DESCRIBE_MEDIA_INFOS, fileIds, subAppId, List.of(), outcome, false, requestId);
    }

    /** The media that was to be deleted. */
    public Optional<String> fileId() {
        return fileIds.stream().findFirst();
    }
}
