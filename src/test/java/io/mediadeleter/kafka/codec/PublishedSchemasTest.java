package io.mediadeleter.kafka.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.erosb.jsonsKema.CompositeSchema;
import com.github.erosb.jsonsKema.IJsonString;
import com.github.erosb.jsonsKema.JsonParser;
import com.github.erosb.jsonsKema.Schema;
import com.github.erosb.jsonsKema.SchemaLoader;
import com.github.erosb.jsonsKema.Validator;
import io.mediadeleter.kafka.codec.Violations.SchemaWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas as publishers and readers use them: by other validators than the service's, and by generators of code. */
class PublishedSchemasTest {

    /** Keywords of objects, and of arrays: strict validators want them beside the type that they are for. */
    private static final Set<String> OF_OBJECTS = Set.of("properties", "required", "additionalProperties");

    private static final Set<String> OF_ARRAYS = Set.of("items", "minItems");

    private static Schema load(String file) {
        return new SchemaLoader(SchemaFiles.read(file).toString()).load();
    }

    private static boolean passes(Schema schema, JsonNode value) {
        return Validator.forSchema(schema).validate(new JsonParser(value.toString()).parse()) == null;
    }

    @ParameterizedTest
    @ValueSource(strings = {SchemaFiles.REQUEST, SchemaFiles.RESULT, SchemaFiles.HOLD})
    void anotherValidator_compilesItAndKnowsEveryKeyword(String file) {
        List<String> unknown = new ArrayList<>();
        unknownKeywords(load(file), unknown);
        assertThat(unknown).isEmpty();
    }

    /** Of the validator's own tree, which holds apart what it did not process. */
    private static void unknownKeywords(Schema schema, List<String> found) {
        if (schema instanceof CompositeSchema composite) {
            composite.getUnprocessedProperties().keySet().stream()
                    .map(IJsonString::getValue)
                    .filter(name -> !name.equals("examples")) // an annotation that it has no use for
                    .forEach(name -> found.add(schema.getLocation().getPointer() + ": " + name));
        }
        schema.subschemas().forEach(nested -> unknownKeywords(nested, found));
    }

    @ParameterizedTest
    @ValueSource(strings = {SchemaFiles.REQUEST, SchemaFiles.RESULT, SchemaFiles.HOLD})
    void anotherValidator_passesEveryExample(String file) {
        Schema schema = load(file);
        assertThat(SchemaFiles.read(file).path("examples"))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(passes(schema, example)).isTrue());
    }

    /** Generators of Java types make an {@code Integer} of what names no greater maximum. */
    @Test
    void numberOf64Bits_saysSo() {
        JsonNode offset = SchemaFiles.read(SchemaFiles.RESULT).at("/properties/source/properties/offset");
        assertThat(offset.path("maximum").longValue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anotherValidator_refusesWhatTheServiceRefuses() {
        Schema schema = load(SchemaFiles.REQUEST);
        ObjectNode example = (ObjectNode) SchemaFiles.read(SchemaFiles.REQUEST).at("/examples/1");
        List<ObjectNode> wrong = List.of(
                example.deepCopy().put("fileId", 7447398156998994860L),
                example.deepCopy().put("fileId", "1,2"),
                example.deepCopy().put("requestedAt", "2026-02-29T08:15:30Z"),
                example.deepCopy().put("deletePart", "x"),
                example.deepCopy().without("eventId"),
                example.deepCopy().set("deleteParts", example.arrayNode()));
        assertThat(wrong)
                .allSatisfy(request -> assertThat(passes(schema, request)).isFalse())
                .allSatisfy(request ->
                        assertThat(Records.refusal(request.toString()).code()).isEqualTo("SchemaViolation"));
    }

    /** How the service reads holds is compared with the schema elsewhere. */
    @Test
    void anotherValidator_tellsHoldsFromOtherValues() {
        Schema schema = load(SchemaFiles.HOLD);
        ObjectNode example = (ObjectNode) SchemaFiles.read(SchemaFiles.HOLD).at("/examples/0");
        assertThat(List.of(
                        example.deepCopy().put("for", "P7DT1.5S"),
                        example.deepCopy().put("until", "2026-12-31T23:59:60Z"),
                        example.deepCopy().put("ticket", 4711)))
                .allSatisfy(hold -> assertThat(passes(schema, hold)).isTrue());
        assertThat(List.of(
                        example.deepCopy().without("reason"),
                        example.deepCopy().put("reason", "\u3000 "),
                        example.deepCopy().put("reason", "x".repeat(1_025)),
                        example.deepCopy().put("by", ""),
                        example.deepCopy().put("for", "0s"),
                        example.deepCopy().put("for", "P1DT"),
                        example.deepCopy().putNull("until"),
                        example.deepCopy().put("until", "2027-02-29T00:00:00Z"),
                        example.deepCopy().put("for", "1d").put("until", "2027-03-01T00:00:00Z")))
                .allSatisfy(value -> assertThat(passes(schema, value)).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {SchemaFiles.REQUEST, SchemaFiles.RESULT, SchemaFiles.HOLD})
    void everySubschema_isStrict(String file) {
        List<String> loose = new ArrayList<>();
        looseSubschemas(SchemaFiles.read(file), "", loose);
        assertThat(loose).isEmpty();
    }

    /**
     * What strict validators refuse, such as Ajv with {@code strict: true}: a keyword without its type, a required property
     * that is not defined beside, a {@code format}, which has no meaning without an add-on, and a schema that is no object,
     * of which generators make a type of its own.
     */
    private static void looseSubschemas(JsonNode schema, String path, List<String> found) {
        if (!schema.isObject()) {
            found.add(path + " is no object");
            return;
        }
        schema.path("required").forEach(name -> {
            if (!schema.path("properties").has(name.textValue())) {
                found.add(path + "/required/" + name.textValue() + " is not defined");
            }
        });
        Set<String> keywords = new HashSet<>();
        schema.fieldNames().forEachRemaining(keywords::add);
        String type = schema.path("type").asText();
        if ((keywords.stream().anyMatch(OF_OBJECTS::contains) && !type.equals("object"))
                || (keywords.stream().anyMatch(OF_ARRAYS::contains) && !type.equals("array"))) {
            found.add(path + " lacks the type of its keywords");
        }
        if (keywords.contains("format")) {
            found.add(path + "/format");
        }
        schema.path("properties")
                .properties()
                .forEach(entry -> looseSubschemas(entry.getValue(), path + "/properties/" + entry.getKey(), found));
        for (String keyword : List.of("items", "if", "then", "else", "not")) {
            if (keywords.contains(keyword)) {
                looseSubschemas(schema.path(keyword), path + "/" + keyword, found);
            }
        }
        schema.path("allOf").forEach(nested -> looseSubschemas(nested, path + "/allOf", found));
    }

    @Test
    void everyWordOfOurs_standsForAKeywordOfTheRequestSchema() {
        JsonNode schema = SchemaFiles.read(SchemaFiles.REQUEST);
        assertThat(SchemaWords.places()).isNotEmpty().allSatisfy(place -> {
            JsonPointer pointer = JsonPointer.compile(place);
            List<String> required = new ArrayList<>();
            schema.at(pointer.head()).forEach(name -> required.add(name.asText()));
            assertThat(!schema.at(pointer).isMissingNode()
                            || required.contains(pointer.last().getMatchingProperty()))
                    .as(place)
                    .isTrue();
        });
    }

    @Test
    void timesOfRequestsAndHolds_areCheckedAsTheTimeOfACloudEventIs() {
        assertThat(List.of(
                        SchemaFiles.read(SchemaFiles.REQUEST).at("/properties/requestedAt"),
                        SchemaFiles.read(SchemaFiles.HOLD).at("/properties/until")))
                .allSatisfy(time -> {
                    assertThat(time.path("pattern").textValue()).isEqualTo(Rfc3339.PATTERN);
                    assertThat(time.path("maxLength").intValue()).isEqualTo(Rfc3339.MAX_CHARS);
                });
    }

    /** Generators name a type after its title, else after the id or nothing at all, and one name stands for one type. */
    @Test
    void everyPayloadAndObjectInIt_hasATitleOfItsOwn() {
        List<String> titles = new ArrayList<>();
        for (JsonNode message : SchemaFiles.read(SchemaFiles.ASYNCAPI).at("/components/messages")) {
            JsonNode payload = message.path("payload");
            assertThat(payload.has("schemaFormat"))
                    .as("generators skip the schema behind it")
                    .isFalse();
            if (!payload.has("$ref")) {
                titles.add(payload.path("title").textValue());
            }
        }
        titles.add(SchemaFiles.read(SchemaFiles.ASYNCAPI)
                .at("/components/schemas/envelope/title")
                .textValue());
        titles.add(SchemaFiles.read(SchemaFiles.HOLD).path("title").textValue());
        for (String file : List.of(SchemaFiles.REQUEST, SchemaFiles.RESULT)) {
            JsonNode schema = SchemaFiles.read(file);
            titles.add(schema.path("title").textValue());
            titles.add(schema.at("/properties/deleteParts/items/title").textValue());
        }
        assertThat(titles).doesNotContainNull().doesNotHaveDuplicates();
    }
}
