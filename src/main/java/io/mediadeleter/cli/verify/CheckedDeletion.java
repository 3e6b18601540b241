package io.mediadeleter.cli.verify;

import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.vod.MediaInquiry.MediaState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A result, and what the API says of it.
 *
 * @param detail which parts it is about, or why it is not known; empty when there is no more to say
 * @param checkedAt when the API said so
 * @param checkId the API's id of the call that said so; null when none did
 */
record CheckedDeletion(
        DeletionResult result,
        Presence presence,
        String detail,
        Instant checkedAt,
        @Nullable String checkId) {

    private static final long ALL_OF_TYPE = 0;

    /**
     * Judges what was told. To be gone takes the API's plain word; whatever it left out is not known.
     *
     * @param state null when the API said nothing of the media
     */
    static CheckedDeletion of(DeletionResult result, @Nullable MediaState state, Instant now, String checkId) {
        if (state == null) {
            return new CheckedDeletion(
                    result, Presence.UNKNOWN, "the API's answer does not name the media", now, checkId);
        }
        if (!state.isThere()) {
            return new CheckedDeletion(result, Presence.GONE, "", now, checkId);
        }
        return result.scope()
                .match(
                        () -> new CheckedDeletion(result, Presence.STILL_THERE, "", now, checkId),
                        parts -> ofParts(result, parts, state.parts(), now, checkId));
    }

    /** The question was not answered. */
    static CheckedDeletion unanswered(DeletionResult result, Fault fault, Instant now) {
        return new CheckedDeletion(
                result, Presence.UNKNOWN, fault.code() + ": " + fault.message(), now, fault.requestId());
    }

    private static CheckedDeletion ofParts(
            DeletionResult result, List<Part> asked, @Nullable List<Part> there, Instant now, String checkId) {
        if (there == null) {
            return new CheckedDeletion(
                    result, Presence.UNKNOWN, "the API's answer does not describe the media", now, checkId);
        }
        List<Part> left =
                asked.stream().filter(part -> there.stream().anyMatch(is(part))).toList();
        if (!left.isEmpty()) {
            return new CheckedDeletion(result, Presence.STILL_THERE, text(new Scope.Parts(left)), now, checkId);
        }
        List<Part> untold = asked.stream()
                .filter(part -> !MediaState.DESCRIBED_TYPES.contains(part.type()))
                .toList();
        return untold.isEmpty()
                ? new CheckedDeletion(result, Presence.PARTS_GONE, "", now, checkId)
                : new CheckedDeletion(result, Presence.NOT_DESCRIBED, text(new Scope.Parts(untold)), now, checkId);
    }

    /** An output whose template is not told may be any. */
    private static Predicate<Part> is(Part asked) {
        return there -> there.type().equals(asked.type())
                && (isAll(asked)
                        || there.definition() == null
                        || Objects.equals(there.definition(), asked.definition()));
    }

    private static boolean isAll(Part asked) {
        return asked.definition() == null || asked.definition() == ALL_OF_TYPE;
    }

    /** As in "TranscodeFiles:100010 OriginalFiles"; empty for a whole media. */
    static String text(Scope scope) {
        return scope.match(() -> "", Part::text);
    }
}
