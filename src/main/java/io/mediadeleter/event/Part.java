package io.mediadeleter.event;

import org.jspecify.annotations.Nullable;

/**
 * One kind of derived file to delete from a media.
 *
 * @param type such as {@code TranscodeFiles}; the API's list grows, so any text passes through
 * @param definition the template whose files are meant; null or 0 means all of the type
 */
public record Part(String type, @Nullable Long definition) {}
