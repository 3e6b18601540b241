package io.mediadeleter.trace;

import io.mediadeleter.control.Selector;
import io.mediadeleter.event.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record says was asked for. Nothing of it is trusted or checked; null is what it does not say.
 *
 * @param subAppId as the record says, or the default of requests that say none
 * @param parts that alone are to be deleted; empty for the whole media, or when it does not say
 * @param reason why
 */
public record RequestSummary(
        @Nullable String eventId,
        @Nullable String fileId,
        @Nullable Long subAppId,
        List<Part> parts,
        @Nullable String correlationId,
        @Nullable String requestedBy,
        @Nullable String reason) {

    /** A record that says nothing of it. */
    public static final RequestSummary NOTHING = new RequestSummary(null, null, null, List.of(), null, null, null);

    public RequestSummary {
        parts = List.copyOf(parts);
    }

    /** This, and what it does not say as {@code other} says it. */
    public RequestSummary or(RequestSummary other) {
        return new RequestSummary(
                eventId == null ? other.eventId : eventId,
                fileId == null ? other.fileId : fileId,
                subAppId == null ? other.subAppId : subAppId,
                parts.isEmpty() ? other.parts : parts,
                correlationId == null ? other.correlationId : correlationId,
                requestedBy == null ? other.requestedBy : requestedBy,
                reason == null ? other.reason : reason);
    }

    /** The same, which was settled on the account's own sub-application. */
    RequestSummary inTheAccountsOwn() {
        return new RequestSummary(eventId, fileId, null, parts, correlationId, requestedBy, reason);
    }

    /** The same, which was for these parts; for the whole media where there are none. */
    RequestSummary of(List<Part> others) {
        return new RequestSummary(eventId, fileId, subAppId, others, correlationId, requestedBy, reason);
    }

    /** Whether the two cannot be of one request, as each says another event or media. */
    public boolean contradicts(RequestSummary other) {
        return differ(eventId, other.eventId) || differ(fileId, other.fileId);
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !one.equals(other);
    }

    /** Whether a hold of this selector names it, pauses aside; where its sub-application is not known, any may be it. */
    public boolean isNamedBy(Selector selector) {
        boolean isSubApp = selector.subAppId() == null
                || subAppId == null
                || selector.subAppId().equals(subAppId);
        return switch (selector.kind()) {
            case ALL -> false;
            case MEDIA -> selector.name().equals(fileId) && isSubApp;
            case SUB_APP ->
                fileId != null && (subAppId == null || selector.name().equals(subAppId.toString()));
            case EVENT -> selector.name().equals(eventId);
            case CORRELATION -> selector.name().equals(correlationId);
            case REQUESTED_BY -> selector.name().equals(requestedBy);
        };
    }
}
