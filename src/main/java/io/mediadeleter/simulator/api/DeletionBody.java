package io.mediadeleter.simulator.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mediadeleter.simulator.account.Deletion;
import io.mediadeleter.simulator.account.MediaLibrary;
import io.mediadeleter.simulator.account.MediaPart;
import io.mediadeleter.simulator.request.ApiError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a DeleteMedia call. Strict where it decides what is deleted, in {@link #deletion}; lenient for the log,
 * which also shows what could not be accepted. Immutable.
 */
final class DeletionBody {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> FIELDS = Set.of("FileId", "SubAppId", "DeleteParts");
    private static final Set<String> PART_FIELDS = Set.of("Type", "Definition");

    private final JsonNode root;

    private DeletionBody(JsonNode root) {
        this.root = root;
    }

    static DeletionBody read(byte[] bytes) {
        return new DeletionBody(parse(bytes));
    }

    /** Missing where it is no JSON. */
    static JsonNode parse(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    Optional<String> fileId() {
        return Optional.ofNullable(root.path("FileId").textValue());
    }

    long subAppId() {
        return root.path("SubAppId").asLong();
    }

    List<MediaPart> parts() {
        List<MediaPart> parts = new ArrayList<>();
        for (JsonNode item : root.path("DeleteParts")) {
            parts.add(new MediaPart(
                    item.path("Type").asText(), item.path("Definition").asLong()));
        }
        return parts;
    }

    /**
     * What the body asks for.
     *
     * @throws ApiError with the code that the API has for what is wrong
     */
    Deletion deletion() throws ApiError {
        if (!root.isObject()) {
            throw new ApiError("InvalidParameter", "The body is not a JSON object.");
        }
        refuseUnknown(root, FIELDS);
        long subAppId = wholeNumber(root, "SubAppId");
        String fileId = text(root, "FileId");
        if (!MediaLibrary.FILE_ID.matcher(fileId).matches()) {
            throw new ApiError("InvalidParameterValue.FileId", "The file id does not exist: it is not 1 to 32 digits.");
        }
        return new Deletion(subAppId, fileId, strictParts());
    }

    private Set<MediaPart> strictParts() throws ApiError {
        JsonNode items = root.path("DeleteParts");
        if (!items.isArray() && !isAbsent(items)) {
            throw new ApiError("InvalidParameter", "DeleteParts is not an array.");
        }
        Set<MediaPart> parts = new HashSet<>();
        for (JsonNode item : items) {
            refuseUnknown(item, PART_FIELDS);
            String type = text(item, "Type");
            if (!MediaPart.TYPES.contains(type)) {
                throw new ApiError("InvalidParameterValue.Type", "Type is not one of " + MediaPart.TYPES + ".");
            }
            long definition = wholeNumber(item, "Definition");
            if (definition < 0) {
                throw new ApiError("InvalidParameterValue.Definition", "Definition is below 0.");
            }
            parts.add(new MediaPart(type, definition));
        }
        return parts;
    }

    private static void refuseUnknown(JsonNode object, Set<String> known) throws ApiError {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new ApiError("UnknownParameter", "The parameter " + name + " is not known.");
            }
        }
    }

    private static String text(JsonNode object, String field) throws ApiError {
        JsonNode value = object.path(field);
        if (isAbsent(value)) {
            throw new ApiError("MissingParameter", "The parameter " + field + " is missing.");
        }
        if (!value.isTextual()) {
            throw new ApiError("InvalidParameter", field + " is not a string.");
        }
        return value.textValue();
    }

    static long wholeNumber(JsonNode object, String field) throws ApiError {
        JsonNode value = object.path(field);
        if (!isAbsent(value) && !(value.isIntegralNumber() && value.canConvertToLong())) {
            throw new ApiError("InvalidParameter", field + " is not a whole number.");
        }
        return value.asLong();
    }

    static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
