package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.event.Header;
import io.mediadeleter.text.Excerpt;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data of a record: its value, or what the CloudEvent in it carries, by the Kafka binding of CloudEvents 1.0.
 * Both modes end in the same attributes and the same checks, so each takes what the other takes. Immutable, so thread-safe.
 */
final class CloudEventReader {

    private static final String STRUCTURED = "application/cloudevents+json";
    static final String DATA = "data";
    static final String DATA_BASE64 = "data_base64";
    private static final String IN_ENVELOPE = "$.";
    private static final int MAX_SHOWN = 100;

    private CloudEventReader() {}

    /**
     * The data that {@code value}, with its headers, holds.
     *
     * @throws MalformedRequest if it is not strict JSON, or claims to be a CloudEvent and is none
     */
    static JsonNode read(byte[] value, List<Header> all) throws MalformedRequest {
        EventHeaders headers = new EventHeaders(all);
        if (headers.areOfAWholeEvent()) {
            return structured(value, headers);
        }
        if (headers.haveAttributes()) {
            binary(headers).check();
        }
        return StrictJson.parse(value);
    }

    private static EventAttributes binary(EventHeaders headers) throws MalformedRequest {
        Map<String, String> values = headers.attributes();
        String contentType = headers.contentType();
        if (contentType != null) {
            String other = values.put(EventAttributes.DATA_CONTENT_TYPE, contentType);
            if (other != null && !EventHeaders.mediaType(other).equals(EventHeaders.mediaType(contentType))) {
                throw invalid("content-type is " + Excerpt.of(contentType, MAX_SHOWN) + ", but ce_datacontenttype is "
                        + Excerpt.of(other, MAX_SHOWN) + "; send content-type alone");
            }
        }
        return new EventAttributes(values, Header.EVENT_PREFIX);
    }

    private static JsonNode structured(byte[] value, EventHeaders headers) throws MalformedRequest {
        String mediaType = EventHeaders.mediaType(headers.contentType());
        if (!mediaType.equals(STRUCTURED)) {
            throw invalid("content-type " + Excerpt.of(mediaType, MAX_SHOWN)
                    + " is not supported; send one event a record as " + STRUCTURED);
        }
        JsonNode envelope = StrictJson.parse(value);
        if (!envelope.isObject()) {
            throw invalid("the value is not a JSON object (found "
                    + envelope.getNodeType().name().toLowerCase(Locale.ROOT) + "); send one event a record");
        }
        EventAttributes attributes = attributes(envelope);
        attributes.check();
        for (Map.Entry<String, String> header : headers.attributes().entrySet()) {
            String inside = attributes.get(header.getKey());
            if (inside != null && !inside.equals(header.getValue())) {
                throw invalid("the header ce_" + header.getKey() + " is " + Excerpt.of(header.getValue(), MAX_SHOWN)
                        + ", but in the event it is " + Excerpt.of(inside, MAX_SHOWN) + "; send it once");
            }
        }
        return data(envelope);
    }

    private static EventAttributes attributes(JsonNode envelope) throws MalformedRequest {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, JsonNode> member : envelope.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (name.equals(DATA) || name.equals(DATA_BASE64) || value.isNull()) {
                continue;
            }
            if (!value.isValueNode() || (!value.isTextual() && EventAttributes.isOfText(name))) {
                throw invalid(JsonPlace.property("$", name) + " is " + Excerpt.of(value.toString(), MAX_SHOWN)
                        + "; expected a string");
            }
            values.put(name, value.asText());
        }
        return new EventAttributes(values, IN_ENVELOPE);
    }

    private static JsonNode data(JsonNode envelope) throws MalformedRequest {
        JsonNode data = envelope.get(DATA);
        JsonNode base64 = envelope.get(DATA_BASE64);
        boolean isThere = data != null && !data.isNull();
        if (base64 == null || base64.isNull()) {
            if (data == null || !isThere) {
                throw invalid("the event has no data; expected the request as data");
            }
            return data;
        }
        if (isThere) {
            throw invalid("the event has data and data_base64; send one of them");
        }
        return StrictJson.parse(decoded(base64));
    }

    private static byte[] decoded(JsonNode base64) throws MalformedRequest {
        try {
            if (base64.isTextual()) {
                return Base64.getDecoder().decode(base64.textValue());
            }
        } catch (IllegalArgumentException otherText) {
            // said below
        }
        throw invalid("$.data_base64 is not base64 (found " + Excerpt.of(base64.toString(), MAX_SHOWN) + ")");
    }

    /** Whether the value is said to be a whole event. */
    static boolean isStructured(List<Header> headers) {
        return EventHeaders.mediaType(text(headers, Header.CONTENT_TYPE)).equals(STRUCTURED);
    }

    /** The last header of that name, as Kafka's own look-up has it. */
    static @Nullable String text(List<Header> headers, String name) {
        String last = null;
        for (Header header : headers) {
            if (header.name().equals(name)) {
                last = header.value() == null ? null : new String(header.value(), UTF_8);
            }
        }
        return last;
    }

    static MalformedRequest invalid(String why) {
        return new MalformedRequest(Defect.INVALID_CLOUD_EVENT, "not a valid CloudEvent: " + why);
    }
}
