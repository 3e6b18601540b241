package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Content.Valid;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Omitted;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.event.SubApp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a record into a request, or into the reason why it is none. Deletions cannot be undone, so what could be
 * understood in two ways is refused. Immutable, so thread-safe.
 *
 * <p>A request comes as plain JSON, or as a CloudEvent in binary or structured mode. Paths in reasons, such as
 * {@code $.fileId}, start at the request, except that those of JSON syntax start at the value.
 */
public final class RequestDecoder {

    /** The largest value, in bytes: many times what a sensible request needs. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(RequestDecoder.class);

    private final RequestRules rules;
    private final RequestSchema schema = new RequestSchema();

    public RequestDecoder(RequestRules rules) {
        this.rules = rules;
    }

    /** Decodes a record as its publisher has written it, see {@link #decode(Message, SubApp)}. */
    public Content decode(Message message) {
        return decode(message, null);
    }

    /**
     * Decodes one record. Nothing is thrown, whatever the bytes.
     *
     * @param settled the sub-application that was settled on before where the request names none; null for the default
     * @return the request, or a {@link Defect}'s code with a reason of at most 1000 chars
     */
    public Content decode(Message message, @Nullable SubApp settled) {
        try {
            JsonNode data = data(message);
            Misplaced.refuse(data, message.headers());
            return new Valid(request(data, settled));
        } catch (MalformedRequest refused) {
            return refused.content();
        } catch (RuntimeException | StackOverflowError unforeseen) {
            // One record that a library fails on must not stop its partition; its dead letter tells of the failure.
            log.warn("Decoding failed unexpectedly; the record becomes a dead letter", unforeseen);
            return new MalformedRequest(Defect.UNDECODABLE, "decoding failed; see the service's log").content();
        }
    }

    private JsonNode data(Message message) throws MalformedRequest {
        refuseOmitted(message.omitted());
        byte[] value = message.value();
        if (value == null) {
            throw new MalformedRequest(Defect.NULL_VALUE, "the record has no value; expected a JSON object");
        }
        if (value.length > MAX_BYTES) {
            throw new MalformedRequest(
                    Defect.TOO_LARGE, "the value has " + value.length + " bytes; expected at most " + MAX_BYTES);
        }
        try {
            return CloudEventReader.read(value, message.headers());
        } catch (MalformedRequest refused) {
            throw refused.mayBeOfAnotherFormat()
                    ? ForeignFormat.of(value, message.headers())
                            .map(format -> new MalformedRequest(Defect.FOREIGN_FORMAT, format))
                            .orElse(refused)
                    : refused;
        }
    }

    private static void refuseOmitted(Omitted omitted) throws MalformedRequest {
        if (omitted.isContent()) {
            throw new MalformedRequest(
                    Defect.TOO_LARGE,
                    "the record is too large to be held in memory: " + omitted.valueBytes() + " bytes of its value, "
                            + omitted.keyBytes() + " bytes of its key and " + omitted.headers()
                            + " headers are left out; expected a value of at most " + MAX_BYTES + " bytes");
        }
    }

    private DeleteRequest request(JsonNode data, @Nullable SubApp settled) throws MalformedRequest {
        if (rules.emptyPartsDeleteAll() && data instanceof ObjectNode object && hasEmptyParts(object)) {
            object.remove("deleteParts");
        }
        schema.check(data);
        return new DeleteRequest(
                data.get("eventId").textValue(),
                new MediaId(subAppId(data, settled), data.get("fileId").textValue()),
                scope(data.get("deleteParts")),
                data.path("correlationId").textValue(),
                data.path("requestedBy").textValue());
    }

    private static boolean hasEmptyParts(ObjectNode request) {
        return request.path("deleteParts").isArray()
                && request.path("deleteParts").isEmpty();
    }

    private @Nullable Long subAppId(JsonNode request, @Nullable SubApp settled) throws MalformedRequest {
        Long named = integer(request.get("subAppId"), "$.subAppId");
        if (named == null && rules.subAppIdRequired()) {
            throw new MalformedRequest(
                    Defect.SUB_APP_ID_MISSING, "$.subAppId: missing; this service requires it in every request");
        }
        Long unnamed = settled == null ? rules.defaultSubAppId() : settled.id();
        Long subAppId = named == null ? unnamed : named;
        if (rules.allows(subAppId)) {
            return subAppId;
        }
        String unset = settled == null ? "there is no default" : "it was settled on the account's own";
        String found = subAppId == null ? "missing, and " + unset : subAppId + " is not allowed";
        throw new MalformedRequest(
                Defect.SUB_APP_ID_NOT_ALLOWED,
                "$.subAppId: " + found + "; this service deletes only in "
                        + rules.allowedSubAppIds().stream().sorted().toList());
    }

    private static Scope scope(@Nullable JsonNode deleteParts) throws MalformedRequest {
        if (deleteParts == null) {
            return new Scope.Whole();
        }
        List<Part> parts = new ArrayList<>(deleteParts.size());
        for (int i = 0; i < deleteParts.size(); i++) {
            JsonNode part = deleteParts.get(i);
            Long definition = integer(part.get("definition"), "$.deleteParts[" + i + "].definition");
            parts.add(new Part(part.get("type").textValue(), definition));
        }
        return new Scope.Parts(parts);
    }

    /** To the schema 1.0 is an integer, too; but fractions are read as doubles, and those round. */
    private static @Nullable Long integer(@Nullable JsonNode number, String path) throws MalformedRequest {
        if (number == null) {
            return null;
        }
        if (!number.isIntegralNumber()) {
            throw new MalformedRequest(
                    Defect.SCHEMA_VIOLATION,
                    path + ": expected an integer without fraction and exponent (found " + number + ")");
        }
        return number.longValue();
    }
}
