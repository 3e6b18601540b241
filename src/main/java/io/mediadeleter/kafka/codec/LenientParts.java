package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.event.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads parts of a media for people to look at, from records that may be anything: nothing is deleted by what it says. Stateless. */
public final class LenientParts {

    /** No request that anybody means names more. */
    private static final int MOST_PARTS = 1_000;

    /** Far above what a type may have. */
    private static final int MOST_CHARS = 256;

    /** So many are a long, whatever they are. */
    private static final int MOST_DIGITS = 18;

    private LenientParts() {}

    /** Those that have a type, the first thousand, each cut where it is far too long. */
    public static List<Part> of(JsonNode items) {
        try (JsonParser parser = items.traverse()) {
            return parser.nextToken() == JsonToken.START_ARRAY ? read(parser) : List.of();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The same of the array that begins here, as a stream: it may be of megabytes. The parser is at its end afterwards. */
    static List<Part> read(JsonParser parser) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                Part part = part(parser);
                if (part != null && parts.size() < MOST_PARTS) {
                    parts.add(part);
                }
            } else {
                parser.skipChildren();
            }
        }
        return parts;
    }

    private static @Nullable Part part(JsonParser parser) throws IOException {
        String type = null;
        Long definition = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("type") && token == JsonToken.VALUE_STRING) {
                String text = parser.getText();
                type = text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS);
            } else if (name.equals("definition")
                    && token == JsonToken.VALUE_NUMBER_INT
                    && parser.getText().length() <= MOST_DIGITS) {
                definition = parser.getLongValue();
            } else {
                parser.skipChildren();
            }
        }
        return type == null ? null : new Part(type, definition);
    }
}
