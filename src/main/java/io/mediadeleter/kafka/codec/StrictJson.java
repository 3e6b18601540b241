package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.text.Excerpt;
import java.io.IOException;
import java.nio.CharBuffer;

/**
 * Reads one JSON value and refuses whatever two readers could understand differently: other encodings than UTF-8,
 * duplicate keys, anything behind the value, unpaired surrogates. One pass; no state, so thread-safe.
 */
final class StrictJson {

    /** The deepest nesting of objects and arrays. */
    static final int MAX_DEPTH = 64;

    private static final int MAX_DIGITS = 1000;
    private static final int MAX_SHOWN = 300;

    /** Names are not kept from one value to the next: hostile ones could only fill the table. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxNameLength(RequestDecoder.MAX_BYTES)
                    .maxStringLength(RequestDecoder.MAX_BYTES)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StrictJson() {}

    /**
     * Reads the one value that {@code bytes} hold.
     *
     * @throws MalformedRequest if they are not UTF-8, not JSON, or JSON that is not read alike everywhere
     */
    static JsonNode parse(byte[] bytes) throws MalformedRequest {
        CharBuffer text = StrictUtf8.decode(bytes);
        try (JsonParser parser = parser(text)) {
            return parse(parser);
        } catch (IOException unforeseen) {
            throw new MalformedRequest(Defect.INVALID_JSON, "not valid JSON");
        }
    }

    /**
     * A parser of the text that {@link StrictUtf8} decoded, within the same limits; it refuses nothing else.
     *
     * @throws IOException never: nothing is read from outside
     */
    static JsonParser parser(CharBuffer text) throws IOException {
        return FACTORY.createParser(text.array(), 0, text.limit());
    }

    private static JsonNode parse(JsonParser parser) throws IOException, MalformedRequest {
        JsonNode value;
        try {
            if (parser.nextToken() == null) {
                throw new MalformedRequest(Defect.INVALID_JSON, "the value is empty; expected a JSON object");
            }
            value = value(parser, 1);
        } catch (JsonProcessingException syntax) {
            throw new MalformedRequest(
                    Defect.INVALID_JSON,
                    "not valid JSON at " + JsonPlace.at(locate(syntax, parser)) + ": "
                            + Excerpt.of(JsonSyntax.words(syntax.getOriginalMessage()), MAX_SHOWN));
        }
        refuseMore(parser);
        return value;
    }

    private static void refuseMore(JsonParser parser) throws IOException, MalformedRequest {
        JsonLocation more;
        try {
            more = parser.nextToken() == null ? null : parser.currentTokenLocation();
        } catch (JsonProcessingException garbage) {
            more = locate(garbage, parser);
        }
        if (more != null) {
            throw new MalformedRequest(
                    Defect.TRAILING_BYTES,
                    "more follows the end of the JSON value at " + JsonPlace.at(more) + "; send one value a record");
        }
    }

    /** A constraint's exception does not say where it was broken. */
    private static JsonLocation locate(JsonProcessingException failure, JsonParser parser) {
        JsonLocation location = failure.getLocation();
        return location == null ? parser.currentLocation() : location;
    }

    private static JsonNode value(JsonParser parser, int depth) throws IOException, MalformedRequest {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, depth);
            case START_ARRAY -> array(parser, depth);
            case VALUE_STRING -> NODES.textNode(paired(parser, parser.getText()));
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new MalformedRequest(Defect.INVALID_JSON, "unexpected " + parser.currentToken());
        };
    }

    private static ObjectNode object(JsonParser parser, int depth) throws IOException, MalformedRequest {
        refuseDeeper(parser, depth);
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = paired(parser, parser.currentName());
            if (object.has(name)) {
                throw new MalformedRequest(
                        Defect.DUPLICATE_KEY,
                        JsonPlace.path(parser.getParsingContext()) + ": the key \"" + Excerpt.of(name, MAX_SHOWN)
                                + "\" occurs twice in its object at " + JsonPlace.at(parser.currentTokenLocation())
                                + ", and parsers differ in which one they use; send it once");
            }
            parser.nextToken();
            object.set(name, value(parser, depth + 1));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser, int depth) throws IOException, MalformedRequest {
        refuseDeeper(parser, depth);
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, depth + 1));
        }
        return array;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private static void refuseDeeper(JsonParser parser, int depth) throws MalformedRequest {
        if (depth > MAX_DEPTH) {
            throw new MalformedRequest(
                    Defect.TOO_DEEP,
                    "objects and arrays are nested more than " + MAX_DEPTH + " deep at "
                            + JsonPlace.at(parser.currentTokenLocation()) + "; expected a flat request");
        }
    }

    /** An escape such as \ud800 on its own is no character, and no writer could put it into a result. */
    private static String paired(JsonParser parser, String text) throws MalformedRequest {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw new MalformedRequest(
                            Defect.INVALID_JSON,
                            JsonPlace.path(parser.getParsingContext())
                                    + ": an unpaired surrogate is not a character; expected Unicode text");
                }
                i++;
            }
        }
        return text;
    }
}
