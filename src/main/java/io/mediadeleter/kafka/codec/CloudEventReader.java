package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.mediadeleter.event.Header;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data of a record: its value, or what the CloudEvent in it carries, by the Kafka binding of CloudEvents 1.0.
 * Whatever the mode, the bytes are read by {@link StrictJson} first and the SDK sees only what that passed. Immutable, so
 * safe for any thread.
 */
final class CloudEventReader {

    /** The prefix of an attribute's header in binary mode. */
    static final String PREFIX = "ce_";

    static final String CONTENT_TYPE = "content-type";

    private static final String ANY_EVENT = "application/cloudevents";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final Pattern JSON = Pattern.compile("(application|text)/([a-z0-9.-]+\\+)?json");
    private static final int MAX_SHOWN = 100;

    private final ObjectMapper envelopes = new ObjectMapper().registerModule(JsonFormat.getCloudEventJacksonModule());

    /**
     * The data that {@code value}, with its headers, holds.
     *
     * @throws MalformedRequest if it is not strict JSON, or claims to be a CloudEvent and is none
     */
    JsonNode read(byte[] value, List<Header> headers) throws MalformedRequest {
        String mediaType = mediaType(text(headers, CONTENT_TYPE));
        if (mediaType.startsWith(ANY_EVENT)) {
            return structured(mediaType, value);
        }
        if (headers.stream().anyMatch(header -> header.name().startsWith(PREFIX))) {
            requireAttributes(name -> text(headers, PREFIX + name), PREFIX);
            requireJson(binary(value, headers));
        }
        return StrictJson.parse(value);
    }

    private JsonNode structured(String mediaType, byte[] value) throws MalformedRequest {
        if (!mediaType.equals(STRUCTURED)) {
            throw invalid("content-type " + Excerpt.of(mediaType, MAX_SHOWN)
                    + " is not supported; send one event a record as " + STRUCTURED);
        }
        JsonNode envelope = StrictJson.parse(value);
        requireAttributes(name -> envelope.path(name).textValue(), "$.");
        CloudEvent event;
        try {
            event = envelopes.treeToValue(envelope, CloudEvent.class);
        } catch (JsonProcessingException unreadable) {
            throw unreadable(unreadable.getOriginalMessage());
        } catch (RuntimeException unreadable) {
            throw unreadable(unreadable.toString());
        }
        requireJson(event);
        return data(event.getData());
    }

    private static JsonNode data(@Nullable CloudEventData data) throws MalformedRequest {
        if (data == null) {
            throw invalid("the event has no data; expected the request as data");
        }
        return data instanceof JsonCloudEventData json ? json.getNode() : StrictJson.parse(data.toBytes());
    }

    private static CloudEvent binary(byte[] value, List<Header> headers) throws MalformedRequest {
        RecordHeaders kafkaHeaders = new RecordHeaders();
        headers.forEach(header -> kafkaHeaders.add(new RecordHeader(header.name(), header.value())));
        try {
            return KafkaMessageFactory.createReader(kafkaHeaders, value).toEvent();
        } catch (RuntimeException unreadable) {
            throw unreadable(unreadable.toString());
        }
    }

    private static void requireAttributes(Function<String, @Nullable String> attribute, String prefix)
            throws MalformedRequest {
        String version = attribute.apply("specversion");
        if (!"1.0".equals(version)) {
            throw invalid(prefix + "specversion is " + (version == null ? "missing" : Excerpt.of(version, MAX_SHOWN))
                    + "; expected 1.0");
        }
        for (String name : List.of("id", "source", "type")) {
            String text = attribute.apply(name);
            if (text == null || text.isBlank()) {
                throw invalid(prefix + name + " is missing or empty; CloudEvents 1.0 requires it");
            }
        }
    }

    private static void requireJson(CloudEvent event) throws MalformedRequest {
        String type = event.getDataContentType();
        if (type != null && !JSON.matcher(mediaType(type)).matches()) {
            throw invalid("the data's content type is " + Excerpt.of(type, MAX_SHOWN) + "; expected application/json");
        }
    }

    /** Whether the value is said to be a whole event. */
    static boolean isStructured(List<Header> headers) {
        return mediaType(text(headers, CONTENT_TYPE)).equals(STRUCTURED);
    }

    /** A content type without parameters, in lower case; empty if there is none. */
    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
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

    private static MalformedRequest unreadable(String why) {
        return invalid("the SDK cannot read it: " + why);
    }

    private static MalformedRequest invalid(String why) {
        return new MalformedRequest(Defect.INVALID_CLOUD_EVENT, "no valid CloudEvent: " + why);
    }
}
