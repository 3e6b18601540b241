package io.mediadeleter.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.kafka.codec.RequestDecoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads which media a letter names, to find and show it by; nothing is deleted by what this says. More lenient than the
 * service, so that letters that are no valid request are found, too. Safe for any thread.
 */
public final class MediaExtractor {

    /**
     * What a letter names.
     *
     * @param fileId as it is written, a number too; null when there is none
     * @param subAppId null when none is written and there is no default
     */
    public record Media(@Nullable String fileId, @Nullable Long subAppId) {}

    private final ObjectMapper json = new ObjectMapper();
    private final @Nullable Long defaultSubAppId;

    /** @param defaultSubAppId of requests that name none; null when they have none */
    public MediaExtractor(@Nullable Long defaultSubAppId) {
        this.defaultSubAppId = defaultSubAppId;
    }

    /** The media that the letter's value names, plain or as the data of a structured CloudEvent. */
    public Media at(DeadLetter letter) {
        byte[] value = letter.message().value();
        JsonNode request = value == null || value.length > RequestDecoder.MAX_BYTES ? json.missingNode() : parse(value);
        if (!request.has("fileId") && request.path("data").isObject()) {
            request = request.path("data");
        }
        JsonNode fileId = request.path("fileId");
        JsonNode subAppId = request.path("subAppId");
        return new Media(
                fileId.isValueNode() && !fileId.isNull() ? fileId.asText() : null,
                subAppId.canConvertToLong() && subAppId.isIntegralNumber()
                        ? Long.valueOf(subAppId.longValue())
                        : defaultSubAppId);
    }

    private JsonNode parse(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException noJson) {
            return json.missingNode();
        }
    }
}
