package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mediadeleter.event.Message;
import java.io.IOException;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who asked for a deletion, why and when, exactly as the request says it. The service decides nothing by it: it is read from
 * the request's bytes once the result is written, and kept nowhere else. Immutable.
 *
 * @param writtenAt when the request was first written
 * @param extensions the request's own JSON text
 * @param left the names of those properties that the request has and that are not here
 */
public record Evidence(
        Instant writtenAt,
        @Nullable String requestedBy,
        @Nullable String requestedAt,
        @Nullable String reason,
        @Nullable String extensions,
        List<String> left) {

    static final String REQUESTED_BY = "requestedBy";
    static final String REQUESTED_AT = "requestedAt";
    static final String REASON = "reason";
    static final String EXTENSIONS = "extensions";

    private static final Logger log = LoggerFactory.getLogger(Evidence.class);

    /** All that the valid request in {@code message} says. Nothing is thrown: what is settled is written whatever it says. */
    public static Evidence of(Message message, Instant writtenAt) {
        byte[] value = message.value();
        Found found = new Found();
        try {
            if (value != null) {
                found.read(value, new EventHeaders(message.headers()).areOfAWholeEvent());
            }
        } catch (IOException | MalformedRequest | RuntimeException unforeseen) {
            log.warn(
                    "Who asked for a deletion could not be read from its request; its result does not say", unforeseen);
            found = new Found();
        }
        return new Evidence(writtenAt, found.requestedBy, found.requestedAt, found.reason, found.extensions, List.of());
    }

    /** The same without what may be of any size. */
    public Evidence withoutExtensions() {
        return extensions == null
                ? this
                : new Evidence(writtenAt, requestedBy, requestedAt, reason, null, List.of(EXTENSIONS));
    }

    /** What is no more than a time. */
    public Evidence least() {
        List<String> leaving = Stream.concat(
                        left.stream(),
                        Stream.of(
                                requestedBy == null ? null : REQUESTED_BY,
                                requestedAt == null ? null : REQUESTED_AT,
                                reason == null ? null : REASON,
                                extensions == null ? null : EXTENSIONS))
                .filter(Objects::nonNull)
                .toList();
        return new Evidence(writtenAt, null, null, null, null, leaving);
    }

    /** What has been read so far. Confined to one thread, for one request. */
    private static final class Found {

        private @Nullable String requestedBy;
        private @Nullable String requestedAt;
        private @Nullable String reason;
        private @Nullable String extensions;

        void read(byte[] value, boolean isWholeEvent) throws IOException, MalformedRequest {
            CharBuffer text = StrictUtf8.decode(value);
            try (JsonParser parser = StrictJson.parser(text)) {
                parser.nextToken();
                if (isWholeEvent) {
                    event(parser, text);
                } else {
                    request(parser, text);
                }
            }
        }

        private void event(JsonParser parser, CharBuffer text) throws IOException, MalformedRequest {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals(CloudEventReader.DATA) && value == JsonToken.START_OBJECT) {
                    request(parser, text);
                } else if (name.equals(CloudEventReader.DATA_BASE64) && value == JsonToken.VALUE_STRING) {
                    read(Base64.getDecoder().decode(parser.getText()), false);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void request(JsonParser parser, CharBuffer text) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case REQUESTED_BY -> requestedBy = parser.getText();
                    case REQUESTED_AT -> requestedAt = parser.getText();
                    case REASON -> reason = parser.getText();
                    case EXTENSIONS -> extensions = whole(parser, text);
                    default -> parser.skipChildren();
                }
            }
        }

        /** The text itself: numbers and escapes come out as they went in. */
        private static String whole(JsonParser parser, CharBuffer text) throws IOException {
            int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
            parser.skipChildren();
            int end = Math.toIntExact(parser.currentLocation().getCharOffset());
            return text.subSequence(start, end).toString();
        }
    }
}
