package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.event.Header;
import io.mediadeleter.text.Excerpt;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests that lie in something else: in a CloudEvent that no header tells of, in a string, an array, or the envelope of a
 * converter. The schema would refuse these, too, but with words for a request.
 */
final class Misplaced {

    private static final int MAX_SHOWN = 100;

    private Misplaced() {}

    /** Passes all but those. */
    static void refuse(JsonNode data, List<Header> headers) throws MalformedRequest {
        if (isEvent(data)) {
            throw CloudEventReader.invalid(
                    "the value is an event (it has specversion), but no header says so; " + advice(headers));
        }
        if (data.isArray() && (isEvent(data.path(0)) || isRequest(data.path(0)))) {
            throw new MalformedRequest(
                    Defect.SCHEMA_VIOLATION,
                    "$: array found, object expected; send one request or one CloudEvent a record, not a list of them");
        }
        if (data.isTextual() && isJson(data.textValue())) {
            throw new MalformedRequest(
                    Defect.SCHEMA_VIOLATION,
                    "$: string found, object expected; the string holds JSON, so the request was encoded twice: send the"
                            + " object itself");
        }
        if (data.has("schema") && data.has("payload")) {
            throw new MalformedRequest(
                    Defect.SCHEMA_VIOLATION,
                    "$.payload: the value is an envelope of Kafka Connect's JsonConverter; set its schemas.enable=false, so"
                            + " that it writes the request alone");
        }
        Optional<String> envelope = isRequest(data) ? Optional.empty() : envelope(data);
        if (envelope.isPresent()) {
            throw new MalformedRequest(
                    Defect.SCHEMA_VIOLATION,
                    JsonPlace.property("$", envelope.get())
                            + ": the request lies in this property of an envelope; publish the request alone");
        }
    }

    /** The property of what is no request that holds one, as an object or as its text. */
    private static Optional<String> envelope(JsonNode data) {
        return data.properties().stream()
                .filter(property -> isRequest(property.getValue()) || isText(property.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("extensions"))
                .findFirst();
    }

    private static boolean isText(JsonNode value) {
        String text = value.isTextual() ? value.textValue().stripLeading() : "";
        return text.startsWith("{") && (text.contains("\"fileId\"") || text.contains("\"eventId\""));
    }

    private static boolean isEvent(JsonNode data) {
        return data.has("specversion") && (data.has("type") || data.has("source") || data.has("data"));
    }

    private static boolean isRequest(JsonNode data) {
        return data.has("eventId") || data.has("fileId");
    }

    private static boolean isJson(String text) {
        return text.stripLeading().startsWith("{") || NonJsonText.encoded(text).isPresent();
    }

    /** Kafka tells header names by their letters' case, and so do readers of CloudEvents. */
    private static String advice(List<Header> headers) {
        Optional<String> alike = headers.stream()
                .map(Header::name)
                .filter(name -> name.equalsIgnoreCase(Header.CONTENT_TYPE) || name.equalsIgnoreCase("contenttype"))
                .filter(name -> !name.equals(Header.CONTENT_TYPE))
                .findFirst();
        return "send the header content-type: application/cloudevents+json"
                + alike.map(name -> ", in small letters, as Kafka tells " + Excerpt.of(name, MAX_SHOWN) + " from it")
                        .orElse("");
    }
}
