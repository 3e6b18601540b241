package io.mediadeleter.cli.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.ExactText;
import io.mediadeleter.cli.console.PartsJson;
import io.mediadeleter.config.SettingType;
import io.mediadeleter.event.Part;
import io.mediadeleter.kafka.codec.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** One request, written as options. */
final class RequestOptions {

    private static final ObjectMapper JSON = RecordJson.mapper();

    @Option(names = "--file-id", required = true, paramLabel = "ID", description = "The media's file id.")
    @SuppressWarnings("NullAway.Init")
    private String fileId;

    @Option(names = "--event-id", paramLabel = "ID", description = "Names the request; a random UUID if not given.")
    private @Nullable String eventId;

    @Option(names = "--sub-app-id", paramLabel = "N", description = "The media's VOD sub-application.")
    private @Nullable Long subAppId;

    @Option(
            names = "--part",
            paramLabel = "TYPE[:DEFINITION]",
            converter = PartConverter.class,
            description = "Delete only this kind of file, such as TranscodeFiles:100010. May be repeated."
                    + " Without it, the whole media is deleted.")
    private List<Part> parts = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who read the request later.")
    private @Nullable String reason;

    @Option(names = "--requested-by", paramLabel = "WHO", description = "Who asked for it.")
    private @Nullable String requestedBy;

    @Option(names = "--correlation-id", paramLabel = "ID", description = "Copied to the result.")
    private @Nullable String correlationId;

    /** The request as JSON, asked for at {@code now}. */
    byte[] json(Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("eventId", eventId == null ? UUID.randomUUID().toString() : eventId);
        json.put("fileId", fileId);
        if (subAppId != null) {
            json.put("subAppId", subAppId);
        }
        PartsJson.put(json, "deleteParts", parts);
        json.put("requestedAt", now.truncatedTo(ChronoUnit.MILLIS).toString());
        putIfGiven(json, "requestedBy", requestedBy);
        putIfGiven(json, "reason", reason);
        putIfGiven(json, "correlationId", correlationId);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Notes what will not be found by what it looks like. */
    void note(CommandLine command) {
        ExactText.note("--event-id", eventId, command);
        ExactText.note("--requested-by", requestedBy, command);
        ExactText.note("--correlation-id", correlationId, command);
    }

    /** Whether these options have asked for that request before: an id and a time that nobody gave do not count. */
    boolean haveMade(byte[] bytes) {
        try {
            JsonNode before = JSON.readTree(bytes);
            ObjectNode now = (ObjectNode) JSON.readTree(json(Instant.EPOCH));
            now.set("requestedAt", before.path("requestedAt"));
            if (eventId == null) {
                now.set("eventId", before.path("eventId"));
            }
            return now.equals(before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void putIfGiven(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** Reads {@code TYPE} or {@code TYPE:DEFINITION}. */
    static final class PartConverter implements ITypeConverter<Part> {

        @Override
        public Part convert(String text) {
            int colon = text.indexOf(':');
            String type = colon < 0 ? text : text.substring(0, colon);
            if (type.isBlank()) {
                throw new TypeConversionException("'" + text + "' has no type; give TYPE or TYPE:DEFINITION");
            }
            return new Part(type, colon < 0 ? null : definition(text, text.substring(colon + 1)));
        }

        private static long definition(String text, String number) {
            return SettingType.definition()
                    .parse(number)
                    .orElseThrow(() -> new TypeConversionException("'" + text
                            + "': after the colon comes the template's number, such as TranscodeFiles:100010"));
        }
    }
}
