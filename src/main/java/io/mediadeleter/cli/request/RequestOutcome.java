package io.mediadeleter.cli.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a request, as its last result or dead letter says.
 *
 * @param outcome the result's, or {@link #DEAD_LETTER}
 * @param code the fault's, or the one by which the API said that the media is absent
 * @param attempts calls made
 * @param settledAt RFC 3339; null where the record does not say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestOutcome(
        String outcome,
        @Nullable String requestId,
        @Nullable String faultKind,
        @Nullable String code,
        @Nullable String message,
        int attempts,
        @Nullable String settledAt) {

    static final String DEAD_LETTER = "DEAD_LETTER";

    /** The media, or the part of it, is gone. A dry run deletes nothing, so it is not. */
    @JsonIgnore
    boolean isDone() {
        return outcome.equals("DELETED") || outcome.equals("ALREADY_ABSENT");
    }

    /** Nothing comes after it. */
    @JsonIgnore
    boolean isResult() {
        return isResult(outcome);
    }

    static boolean isResult(String outcome) {
        return !outcome.equals(DEAD_LETTER);
    }

    /** For counting. */
    @JsonIgnore
    String kind() {
        return outcome.equals(DEAD_LETTER) ? outcome + " " + faultKind + " " + code : outcome;
    }
}
