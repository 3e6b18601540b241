package io.mediadeleter.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call of DeleteMedia: who was asked what, and what was answered. What could not be read from the body is empty.
 *
 * @param subAppId 0 when the call names none
 * @param parts what is to be deleted; empty means the whole media
 * @param outcome {@link #OK}, the code of the refusal, or the text of the fault such as {@code timeout+applied}
 * @param accepted whether the deletion happened, which the caller does not always learn
 * @param requestId the id of this call, whether or not the caller was told
 */
public record Call(
        Instant arrivedAt,
        Optional<String> fileId,
        long subAppId,
        List<MediaPart> parts,
        String outcome,
        boolean accepted,
        String requestId) {

    /** The outcome of a call that was answered with success. */
    public static final String OK = "OK";

    public Call {
        parts = List.copyOf(parts);
    }
}
