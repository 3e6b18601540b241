package io.mediadeleter.kafka.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.DeleteRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFilesTest {

    private static final JsonNode ASYNCAPI = SchemaFiles.read(SchemaFiles.ASYNCAPI);

    @Test
    void folder_holdsTheseFilesOnly() throws IOException {
        try (Stream<Path> files = Files.list(SchemaFiles.FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            SchemaFiles.REQUEST, SchemaFiles.RESULT, SchemaFiles.HOLD, SchemaFiles.ASYNCAPI);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SchemaFiles.REQUEST, SchemaFiles.RESULT, SchemaFiles.HOLD})
    void schema_keepsItsMetaSchema(String file) {
        JsonNode schema = SchemaFiles.read(file);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(com.networknt.schema.SchemaLocation.of(
                                schema.path("$schema").textValue()))
                        .validate(schema))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {SchemaFiles.REQUEST, SchemaFiles.RESULT, SchemaFiles.HOLD})
    void everyExample_keepsItsSchema(String file) {
        JsonNode examples = SchemaFiles.read(file).path("examples");
        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example ->
                        assertThat(SchemaFiles.compile(file).validate(example)).isEmpty());
    }

    @Test
    void everyRequestExample_isDecoded() {
        assertThat(SchemaFiles.read(SchemaFiles.REQUEST).path("examples")).allSatisfy(example -> {
            DeleteRequest request = Records.request(Records.decode(Records.plain(example.toString())));
            assertThat(request.eventId()).isEqualTo(example.path("eventId").textValue());
        });
    }

    @Test
    void everyObjectOfARequestButExtensions_refusesUnknownProperties() {
        JsonNode schema = SchemaFiles.read(SchemaFiles.REQUEST);
        List<JsonNode> open = new ArrayList<>();
        for (JsonNode parent : schema.findParents("type")) {
            if (parent.path("type").asText().equals("object")
                    && parent.path("additionalProperties").asBoolean(true)) {
                open.add(parent);
            }
        }
        assertThat(open).containsExactly(schema.at("/properties/extensions"));
    }

    @Test
    void result_mayHaveUnknownProperties() {
        ObjectNode example = (ObjectNode) SchemaFiles.read(SchemaFiles.RESULT).at("/examples/0");
        assertThat(SchemaFiles.compile(SchemaFiles.RESULT).validate(example.put("addedLater", true)))
                .isEmpty();
    }

    @Test
    void resultsConditionalProperties_areChecked() {
        JsonNode examples = SchemaFiles.read(SchemaFiles.RESULT).path("examples");
        ObjectNode deleted = (ObjectNode) examples.get(0);
        ObjectNode absent = (ObjectNode) examples.get(1);
        ObjectNode dryRun = (ObjectNode) examples.get(2);
        List<ObjectNode> wrong = List.of(
                deleted.deepCopy().without("requestId"),
                deleted.deepCopy().put("errorCode", "ResourceNotFound"),
                absent.deepCopy().without("errorCode"),
                dryRun.deepCopy().put("requestId", "r-1"));
        assertThat(wrong)
                .allSatisfy(result -> assertThat(
                                SchemaFiles.compile(SchemaFiles.RESULT).validate(result))
                        .hasSize(1));
    }

    @Test
    void everyReference_resolves() {
        List<String> references = ASYNCAPI.findValuesAsText("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            boolean local = reference.startsWith("#");
            JsonNode target = local ? ASYNCAPI.at(reference.substring(1)) : SchemaFiles.read(reference.substring(2));
            assertThat(target.isMissingNode()).as(reference).isFalse();
        });
        assertThat(references).contains("./" + SchemaFiles.REQUEST, "./" + SchemaFiles.RESULT, "./" + SchemaFiles.HOLD);
    }

    @Test
    void everyMessageExample_keepsItsSchema() {
        List<String> checked = new ArrayList<>();
        for (JsonNode message : ASYNCAPI.at("/components/messages")) {
            for (JsonNode example : message.path("examples")) {
                checked.add(example.path("name").textValue());
                assertThat(SchemaFiles.compile(payloadSchema(message)).validate(payload(example)))
                        .as(example.toString())
                        .isEmpty();
            }
        }
        assertThat(checked).containsExactly("plain", "binary", "structured", "deleted", "event", "media");
    }

    /** They are the keys of records, which a validator of values does not see. */
    @Test
    void keysOfHolds_areTheSelectorsAndNothingElse() {
        Pattern key = Pattern.compile(ASYNCAPI.at("/components/messages/hold/bindings/kafka/key/pattern")
                .textValue());
        assertThat(List.of(
                        "all",
                        "all:brake",
                        "all:incident 17, größe",
                        "media:77",
                        "media:1500000001/7447398156998994860",
                        "sub-app:1",
                        "event:a:b",
                        "correlation: ",
                        "requested-by:ünit*"))
                .allSatisfy(text -> assertThat(Selector.parse(text)).isPresent())
                .allMatch(text -> key.matcher(text).matches());
        assertThat(List.of(
                        "",
                        "all:",
                        "media:*",
                        "media:07",
                        "media:1/",
                        "media:123456789012345678901",
                        "sub-app:0",
                        "sub-app:12345678901234567",
                        "event:",
                        "Event:a",
                        "instance:i1",
                        "reason:x"))
                .allSatisfy(text -> assertThat(Selector.parse(text)).isEmpty())
                .noneMatch(text -> key.matcher(text).matches());
    }

    @Test
    void channels_areTheTopics() {
        List<String> addresses = ASYNCAPI.path("channels").findValuesAsText("address");
        assertThat(addresses)
                .containsExactly(
                        "media-delete-requested",
                        "media-delete-requested.bulk",
                        "{requests}.grace",
                        "media-delete-requested.retry.{delay}",
                        "media-delete-requested.replay",
                        "media-deleted",
                        "media-delete-requested.dead-letter",
                        "media-deleter.quota",
                        "media-deleter.control");
        assertThat(ASYNCAPI.at(JsonPointer.compile("/channels/retry/parameters/delay/enum")))
                .extracting(JsonNode::textValue)
                .containsExactly("5s", "1m", "10m");
    }

    private static String payloadSchema(JsonNode message) {
        String reference = message.at("/payload/$ref").textValue();
        return reference.startsWith("#") ? SchemaFiles.REQUEST : reference.substring(2);
    }

    /** In structured mode the request is the envelope's data. */
    private static JsonNode payload(JsonNode example) {
        JsonNode payload = example.path("payload");
        return payload.has("specversion") ? payload.path("data") : payload;
    }
}
