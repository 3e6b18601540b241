package io.mediadeleter.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.simulator.account.MediaLibrary;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.ScriptedFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The body of a call of the control API, whose every flaw is an IllegalArgumentException that names it. Immutable. */
final class ControlBody {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode root;

    private ControlBody(JsonNode root) {
        this.root = root;
    }

    /** Reads a JSON object that has no other fields than these. */
    static ControlBody read(byte[] bytes, Set<String> fields) {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("the body is no JSON: " + notJson.getOriginalMessage(), notJson);
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
        checkFields(root, "the body", fields);
        return new ControlBody(root);
    }

    /** The file ids to put or to remove: at least one. */
    List<String> fileIds() {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : items("fileIds")) {
            if (!item.isTextual()
                    || !MediaLibrary.FILE_ID.matcher(item.textValue()).matches()) {
                throw new IllegalArgumentException("a file id is a string of 1 to 32 digits, in quotes because a JSON "
                        + "number would lose digits: " + item);
            }
            ids.add(item.textValue());
        }
        return ids;
    }

    /** The fault rules to add; empty where there shall be none. */
    List<FaultRule> faultRules() {
        List<FaultRule> rules = new ArrayList<>();
        if (!root.path("faults").isArray()) {
            throw new IllegalArgumentException("faults is missing or no list; an empty one clears them");
        }
        for (JsonNode item : root.path("faults")) {
            rules.add(item.isTextual() ? FaultRule.parse(item.textValue()) : ruleWithMessage(item));
        }
        return rules;
    }

    /** A whole number from 0 up; empty when the field is not there. */
    Optional<Long> number(String field, long most) {
        JsonNode value = root.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0 || value.asLong() > most) {
            throw new IllegalArgumentException(field + " is a whole number from 0 to " + most + ": " + value);
        }
        return Optional.of(value.asLong());
    }

    /** Empty when the field is not there. */
    Optional<String> text(String field) {
        return root.has(field) ? Optional.of(requiredText(root, field)) : Optional.empty();
    }

    private JsonNode items(String field) {
        JsonNode items = root.path(field);
        if (!items.isArray() || items.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing or no list with at least one item");
        }
        return items;
    }

    private static FaultRule ruleWithMessage(JsonNode item) {
        checkFields(item, "a fault that is no string", Set.of("fault", "message"));
        FaultRule rule = FaultRule.parse(requiredText(item, "fault"));
        String message = requiredText(item, "message");
        if (!(rule.fault() instanceof ScriptedFault.Refused refused)) {
            throw new IllegalArgumentException("only an error code has a message, not " + rule.fault());
        }
        ScriptedFault worded = new ScriptedFault.Refused(refused.code(), message);
        return new FaultRule(rule.action(), worded, rule.probability(), rule.fileId(), rule.times());
    }

    private static String requiredText(JsonNode object, String field) {
        if (!object.path(field).isTextual()) {
            throw new IllegalArgumentException(field + " is missing or no string");
        }
        return object.path(field).textValue();
    }

    private static void checkFields(JsonNode object, String what, Set<String> fields) {
        if (!object.isObject()) {
            throw new IllegalArgumentException(what + " is a JSON object with the fields " + new TreeSet<>(fields));
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown field \"" + name + "\"; the fields are " + new TreeSet<>(fields));
            }
        }
    }
}
