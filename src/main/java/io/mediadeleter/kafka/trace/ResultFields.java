package io.mediadeleter.kafka.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.kafka.codec.LenientParts;
import io.mediadeleter.kafka.codec.RecordJson;
import io.mediadeleter.kafka.codec.Rfc3339;
import io.mediadeleter.trace.RequestSummary;
import io.mediadeleter.trace.TraceEvent.Done;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A result as it is read: by {@code media-deleted.schema.json}, later properties left aside.
 *
 * @param eventId of the result, which tells on which topic of this name the request is; null when there is none
 * @param source as the result names it, without the topic's id
 */
record ResultFields(@Nullable String eventId, Origin source, RequestSummary asked, Done done) {

    /** None of a real result is longer; each is kept. */
    private static final int MOST_CHARS = 2_048;

    private static final ObjectMapper JSON = RecordJson.mapper();

    /** Empty when it is no result. */
    static Optional<ResultFields> of(byte @Nullable [] value) {
        try {
            return value == null ? Optional.empty() : of(JSON.readTree(value));
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private static Optional<ResultFields> of(JsonNode json) {
        JsonNode source = json.path("source");
        return Origin.parse(source.path("topic").asText() + "/"
                        + source.path("partition").asText() + "/"
                        + source.path("offset").asText())
                .map(origin -> new ResultFields(
                        text(json, "eventId"),
                        origin,
                        new RequestSummary(
                                text(json, "requestEventId"),
                                text(json, "fileId"),
                                json.path("subAppId").canConvertToLong()
                                                && json.path("subAppId").isIntegralNumber()
                                        ? Long.valueOf(json.path("subAppId").longValue())
                                        : null,
                                LenientParts.of(json.path("deleteParts")),
                                text(json, "correlationId"),
                                text(json, "requestedBy"),
                                text(json, "reason")),
                        new Done(
                                Optional.ofNullable(text(json, "outcome")).orElse("UNKNOWN"),
                                text(json, "requestId"),
                                Rfc3339.instant(json.path("deletedAt").asText()).orElse(null),
                                json.path("attempts").asInt(),
                                json.path("coalesced").asBoolean(),
                                scope(json.path("deletedScope")))));
    }

    private static @Nullable Scope scope(JsonNode deleted) {
        if (deleted.path("whole").asBoolean()) {
            return new Scope.Whole();
        }
        List<Part> parts = LenientParts.of(deleted.path("parts"));
        return parts.isEmpty() ? null : new Scope.Parts(parts);
    }

    private static @Nullable String text(JsonNode json, String name) {
        String text = json.path(name).textValue();
        return text == null || text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS);
    }
}
