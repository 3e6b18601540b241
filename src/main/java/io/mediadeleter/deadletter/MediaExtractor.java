package io.mediadeleter.deadletter;

import io.mediadeleter.event.SubApp;
import io.mediadeleter.kafka.codec.RequestFields;
import io.mediadeleter.kafka.headers.OwnHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads which media a letter names, to find and show it by; nothing is deleted by what this says. More lenient than the
 * service, so that letters that are no valid request are found, too. Thread-safe.
 */
public final class MediaExtractor {

    /**
     * What a letter names.
     *
     * @param fileId as it is written, a number too; null when there is none
     * @param subAppId null when none is written and there is no default, or the account's own was the default
     */
    public record Media(@Nullable String fileId, @Nullable Long subAppId) {}

    private final @Nullable Long defaultSubAppId;

    /** @param defaultSubAppId of requests that name none; null when they have none */
    public MediaExtractor(@Nullable Long defaultSubAppId) {
        this.defaultSubAppId = defaultSubAppId;
    }

    /**
     * The media that the letter's value names, plain or as the data of a structured CloudEvent. Where it names no sub-application,
     * the letter's header says which default applied; only a letter without one is taken to be of today's, if it is an object at all.
     */
    public Media at(DeadLetter letter) {
        RequestFields request = RequestFields.of(letter.message().value());
        return new Media(request.first(RequestFields.FILE_ID).orElse(null), subAppId(request, letter.headers()));
    }

    private @Nullable Long subAppId(RequestFields request, OwnHeaders headers) {
        Optional<Long> named = request.subAppId();
        if (named.isPresent()) {
            return named.get();
        }
        Optional<SubApp> told = headers.subApp();
        if (told.isPresent()) {
            return told.get().id();
        }
        return request.isObject() ? defaultSubAppId : null;
    }
}
