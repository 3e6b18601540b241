package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mediadeleter.event.Part;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a value says was asked for, plain or as the data of a CloudEvent, valid or not: whatever could be read as it counts, since
 * nothing is deleted by what this says. Read as a stream, so that a large value takes no more memory. Immutable once made.
 */
public final class RequestFields {

    public static final String FILE_ID = "fileId";
    public static final String EVENT_ID = "eventId";
    public static final String CORRELATION_ID = "correlationId";
    public static final String REQUESTED_BY = "requestedBy";
    public static final String REASON = "reason";
    private static final String SUB_APP_ID = "subAppId";
    private static final String PARTS = "deleteParts";

    private static final Set<String> WANTED =
            Set.of(FILE_ID, EVENT_ID, CORRELATION_ID, SUB_APP_ID, REQUESTED_BY, REASON);

    /** Above what any of these may have; a longer one is none of them. */
    private static final int MOST_CHARS = 2_048;

    private static final int MOST_TEXTS = 16;

    private static final JsonFactory JSON = RecordJson.factory().build();

    /** Each property with all that it is said to be, the first one first. */
    private final Map<String, Set<String>> texts = new HashMap<>();

    private List<Part> parts = List.of();
    private boolean hasData;

    private final boolean isObject;

    private RequestFields(byte @Nullable [] value) {
        isObject = value != null && read(value, true);
    }

    /** What this value says; nothing where it is no JSON. */
    public static RequestFields of(byte @Nullable [] value) {
        return new RequestFields(value);
    }

    /** Whether the value is a whole JSON object, so that what it does not say is left out and not lost. */
    public boolean isObject() {
        return isObject;
    }

    /** Whether a property is said to be this. */
    public boolean says(String property, String text) {
        return texts.getOrDefault(property, Set.of()).contains(text);
    }

    /** The sub-application, where one is said that there may be. */
    public Optional<Long> subAppId() {
        return first(SUB_APP_ID).filter(text -> text.matches("[0-9]{1,18}")).map(Long::valueOf);
    }

    /** What a property is said to be first. */
    public Optional<String> first(String property) {
        return texts.getOrDefault(property, Set.of()).stream().findFirst();
    }

    /** The parts that it is said to be about alone, those that can be read, as {@link LenientParts}; empty where none are named. */
    public List<Part> parts() {
        return parts;
    }

    private boolean read(byte[] value, boolean mayBeEvent) {
        try (JsonParser parser = JSON.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            object(parser, mayBeEvent);
            return true;
        } catch (IOException noJson) {
            return false; // what stood before counts
        }
    }

    private void object(JsonParser parser, boolean mayBeEvent) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (isWanted(name, mayBeEvent) && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                add(name, parser);
            } else if (parts.isEmpty() && name.equals(PARTS) && token == JsonToken.START_ARRAY) {
                parts = LenientParts.read(parser);
            } else if (mayBeEvent && name.equals(CloudEventReader.DATA) && token == JsonToken.START_OBJECT) {
                beginData();
                object(parser, false);
            } else if (mayBeEvent && name.equals(CloudEventReader.DATA_BASE64) && token == JsonToken.VALUE_STRING) {
                beginData();
                decoded(parser.getText()).ifPresent(data -> read(data, false));
            } else {
                parser.skipChildren();
            }
        }
    }

    /** An event may have an attribute of its own by the name of the reason, the one name in lower case; it is not the request's. */
    private boolean isWanted(String name, boolean mayBeEvent) {
        return WANTED.contains(name) && !(mayBeEvent && hasData && name.equals(REASON));
    }

    private void beginData() {
        hasData = true;
        texts.remove(REASON);
    }

    private void add(String name, JsonParser parser) throws IOException {
        if (parser.getTextLength() <= MOST_CHARS) {
            Set<String> said = texts.computeIfAbsent(name, first -> new LinkedHashSet<>());
            if (said.size() < MOST_TEXTS) {
                said.add(parser.getText());
            }
        }
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
