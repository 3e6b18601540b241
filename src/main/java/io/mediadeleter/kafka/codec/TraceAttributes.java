package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a CloudEvent tells as attributes, by its Distributed Tracing extension: in the body in structured mode,
 * under {@code ce_} in binary mode. As headers of their own they go the way of every other request's. Pure.
 */
public final class TraceAttributes {

    private static final String TRACESTATE = "tracestate";

    /** W3C Trace Context asks to carry so much; a retry has little room for more. */
    private static final int MOST_CHARS = 512;

    private static final JsonFactory JSON = RecordJson.factory().build();

    private TraceAttributes() {}

    /**
     * The message with such attributes as headers, too; a header that is there already wins. Those of a structured event are
     * told as in binary mode, as well, so that they come back as attributes of the result.
     */
    public static Message asHeaders(Message message) {
        List<Header> headers = message.headers();
        Map<String, String> attributes = attributes(message);
        if (!attributes.containsKey(Header.TRACEPARENT)) {
            return message;
        }
        List<Header> more = new ArrayList<>(headers);
        if (CloudEventReader.text(headers, Header.TRACEPARENT) == null) {
            attributes.forEach((name, value) -> addIfNone(more, name, value));
        }
        attributes.forEach((name, value) -> addIfNone(more, Header.EVENT_PREFIX + name, value));
        return more.size() == headers.size() ? message : message.with(more);
    }

    /** Whether a header of a request goes on to its result as an attribute. */
    static boolean isAttribute(String header) {
        return header.equals(Header.EVENT_PREFIX + Header.TRACEPARENT)
                || header.equals(Header.EVENT_PREFIX + TRACESTATE);
    }

    private static void addIfNone(List<Header> headers, String name, String value) {
        if (CloudEventReader.text(headers, name) == null) {
            headers.add(new Header(name, value.getBytes(UTF_8)));
        }
    }

    private static Map<String, String> attributes(Message message) {
        byte[] value = message.value();
        if (!CloudEventReader.isStructured(message.headers())) {
            Map<String, String> found = new HashMap<>();
            for (String name : List.of(Header.TRACEPARENT, TRACESTATE)) {
                put(found, name, CloudEventReader.text(message.headers(), Header.EVENT_PREFIX + name));
            }
            return found;
        }
        return value == null || value.length > RequestDecoder.MAX_BYTES ? Map.of() : members(value);
    }

    /** Of an envelope that may be no valid one: its dead letter belongs to the trace, too. */
    private static Map<String, String> members(byte[] envelope) {
        Map<String, String> found = new HashMap<>();
        try (JsonParser parser = JSON.createParser(envelope)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
                if (isText && (name.equals(Header.TRACEPARENT) || name.equals(TRACESTATE))) {
                    put(found, name, parser.getText());
                }
                parser.skipChildren();
            }
        } catch (IOException noJson) {
            return found; // the decoder says what is wrong with it
        }
        return found;
    }

    private static void put(Map<String, String> found, String name, @Nullable String value) {
        if (value != null && value.length() <= MOST_CHARS) {
            found.put(name, value);
        }
    }
}
