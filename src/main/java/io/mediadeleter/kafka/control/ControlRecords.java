package io.mediadeleter.kafka.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Forgotten;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.ControlEntry.Unknown;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.rule.RetryDelay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The control topic's records, as bytes and back. The holds' form is {@code schemas/media-delete-hold.schema.json}.
 * Thread-safe.
 */
public final class ControlRecords {

    /** What no key and no value of this topic is larger than. */
    public static final int MOST_BYTES = 16 << 10;

    private static final String PROBE = "instance:";
    private static final int VERSION = 1;
    private static final int DEEPEST = 8;

    /** An instance's name, as a Kafka client's names may be. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private static final Pattern PROCESS = Pattern.compile("[A-Za-z0-9._-]{1,300}");

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private record ProbeValue(int version, String process, long number) {}

    private ControlRecords() {}

    /** The key of a hold. */
    public static byte[] key(Selector selector) {
        return selector.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The value of a hold. */
    public static byte[] value(Put hold) {
        var json = JSON.createObjectNode().put("reason", hold.reason());
        if (hold.by() != null) {
            json.put("by", hold.by());
        }
        if (hold.until() != null) {
            json.put("until", hold.until().toString());
        }
        if (hold.lasts() != null) {
            json.put("for", hold.lasts().toString());
        }
        return bytes(json);
    }

    static byte[] key(Probe probe) {
        return (PROBE + probe.instance()).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] value(Probe probe) {
        return bytes(new ProbeValue(VERSION, probe.process(), probe.number()));
    }

    /**
     * What a record says. A value that cannot be read under the key of a hold is a hold: whoever wrote it wanted something not to
     * be deleted.
     *
     * @param key null for a record without one
     * @param value null for a tombstone
     */
    public static ControlEntry read(byte @Nullable [] key, byte @Nullable [] value) {
        String text = text(key);
        if (text.startsWith(PROBE)) {
            return instance(text, value);
        }
        Optional<Selector> selector = Selector.parse(text);
        if (selector.isEmpty()) {
            return new Unknown(text);
        }
        return value == null ? new Lifted(selector.get()) : hold(selector.get(), value);
    }

    private static ControlEntry instance(String key, byte @Nullable [] value) {
        String name = key.substring(PROBE.length());
        if (!NAME.matcher(name).matches()) {
            return new Unknown(key);
        }
        return value == null
                ? new Forgotten(name)
                : probe(name, value).<ControlEntry>map(Seen::new).orElseGet(() -> new Unknown(key));
    }

    private static Optional<Probe> probe(String name, byte[] value) {
        try {
            JsonNode json = object(value);
            String process = json.path("process").asText();
            boolean isProbe = json.path("version").asInt() == VERSION
                    && PROCESS.matcher(process).matches()
                    && json.path("number").isIntegralNumber()
                    && json.path("number").canConvertToLong()
                    && json.path("number").longValue() > 0;
            return isProbe
                    ? Optional.of(new Probe(name, process, json.path("number").longValue()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static Put hold(Selector selector, byte[] value) {
        try {
            JsonNode json = object(value);
            JsonNode reason = json.path("reason");
            if (!reason.isTextual() || reason.textValue().isBlank()) {
                return Put.unreadable(selector, "reason is missing");
            }
            Instant until = json.hasNonNull("until") ? time(json.path("until")) : null;
            Duration lasts = json.hasNonNull("for") ? duration(json.path("for")) : null;
            if (until != null && lasts != null) {
                return Put.unreadable(selector, "it has both until and for");
            }
            return new Put(selector, reason.textValue(), json.path("by").textValue(), until, lasts);
        } catch (IOException | IllegalArgumentException | DateTimeException broken) {
            return Put.unreadable(selector, "it is no hold as the schema describes it");
        }
    }

    private static JsonNode object(byte[] value) throws IOException {
        JsonNode json = value.length > MOST_BYTES ? null : JSON.readTree(value);
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException("no object");
        }
        return json;
    }

    private static Instant time(JsonNode json) {
        return OffsetDateTime.parse(json.textValue() == null ? "" : json.textValue())
                .toInstant();
    }

    private static Duration duration(JsonNode json) {
        return RetryDelay.named(json.textValue() == null ? "" : json.textValue())
                .map(RetryDelay::delay)
                .orElseThrow(() -> new IllegalArgumentException("no duration"));
    }

    private static String text(byte @Nullable [] key) {
        if (key == null || key.length > MOST_BYTES) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException broken) {
            return "";
        }
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
