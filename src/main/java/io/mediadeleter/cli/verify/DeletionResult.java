package io.mediadeleter.cli.verify;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.kafka.codec.RecordJson;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a result on the deleted topic says, as far as it can be verified.
 *
 * @param scope what is gone by it: what was asked for, or more where the call was shared
 * @param isDryRun no call was made, so nothing is gone
 * @param requestId the API's id of the deletion; null for a dry run
 */
record DeletionResult(
        MediaId media,
        Scope scope,
        boolean isDryRun,
        Instant deletedAt,
        String eventId,
        String requestEventId,
        @Nullable String requestId) {

    private static final ObjectMapper JSON = RecordJson.mapper()
            .enable(
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final String DRY_RUN = "DRY_RUN";
    private static final Set<String> OUTCOMES = Set.of("DELETED", "ALREADY_ABSENT", DRY_RUN);

    /**
     * Reads a result's bytes.
     *
     * @param value null for a record without one
     * @return empty when they are no result: nothing is guessed of a record that is not one
     */
    static Optional<DeletionResult> read(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(value);
            String outcome = text(root, "outcome");
            String fileId = text(root, "fileId");
            JsonNode subAppId = root.path("subAppId");
            if (!OUTCOMES.contains(outcome) || fileId.isEmpty() || !(subAppId.isMissingNode() || isWhole(subAppId))) {
                return Optional.empty();
            }
            return Optional.of(new DeletionResult(
                    new MediaId(subAppId.isMissingNode() ? null : subAppId.longValue(), fileId),
                    scope(root),
                    outcome.equals(DRY_RUN),
                    Instant.parse(text(root, "deletedAt")),
                    text(root, "eventId"),
                    text(root, "requestEventId"),
                    root.path("requestId").textValue()));
        } catch (IOException | DateTimeParseException | IllegalArgumentException noResult) {
            return Optional.empty();
        }
    }

    private static Scope scope(JsonNode root) {
        JsonNode shared = root.path("deletedScope");
        if (shared.path("whole").asBoolean()) {
            return new Scope.Whole();
        }
        JsonNode parts = shared.isObject() ? shared.path("parts") : root.path("deleteParts");
        return parts.isMissingNode() && !shared.isObject() ? new Scope.Whole() : new Scope.Parts(parts(parts));
    }

    private static List<Part> parts(JsonNode items) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode item : items) {
            JsonNode definition = item.path("definition");
            String type = text(item, "type");
            if (type.isEmpty() || !(definition.isMissingNode() || isWhole(definition))) {
                throw new IllegalArgumentException("no part");
            }
            parts.add(new Part(type, definition.isMissingNode() ? null : definition.longValue()));
        }
        return parts;
    }

    private static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }

    private static String text(JsonNode object, String name) {
        String text = object.path(name).textValue();
        return text == null ? "" : text;
    }

    /** How many parts it names. */
    int parts() {
        return scope.match(() -> 0, List::size);
    }
}
