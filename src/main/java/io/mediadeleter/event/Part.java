package io.mediadeleter.event;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One kind of derived file to delete from a media.
 *
 * @param type such as {@code TranscodeFiles}; the API's list grows, so any text passes through
 * @param definition the template whose files are meant; null or 0 means all of the type
 */
public record Part(String type, @Nullable Long definition) {

    /** As commands take and show them: {@code TranscodeFiles:100010 OriginalFiles}; empty for none. */
    public static String text(List<Part> parts) {
        return parts.stream()
                .map(part -> part.type + (part.definition == null ? "" : ":" + part.definition))
                .collect(Collectors.joining(" "));
    }
}
