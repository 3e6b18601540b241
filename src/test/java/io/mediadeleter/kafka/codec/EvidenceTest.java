package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Results;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a result says of who asked, why and when. */
class EvidenceTest {

    /** Numbers and escapes that a reader who makes a tree of them would write otherwise. */
    private static final String EXTENSIONS =
            "{\"n\": [1.10,1e400,-0,12345678901234567890.10] ,\"\ud83d\ude00\":\"\\u00e9\\/\ud83d\ude00\",\"extensions\":{}}";

    private static final String REQUEST = Records.with(
            "\"extensions\":" + EXTENSIONS + ",\"reason\":\"it \\\"ends\\\" \ud83d\ude00\",\"requestedBy\":"
                    + "\"retention\\u001b\",\"requestedAt\":\"2026-11-22 08:15:30.10+01:00\",\"deleteParts\":"
                    + "[{\"type\":\"requestedBy\"}]");

    private static final Instant WRITTEN = Instant.parse("2026-11-22T08:15:30.2Z");

    private static Stream<Message> everyMode() {
        String base64 = Base64.getEncoder().encodeToString(REQUEST.getBytes(UTF_8));
        return Stream.of(
                Records.plain(REQUEST),
                Records.binary(REQUEST),
                Records.structured("\"reason\":\"the event's\",\"data\":" + REQUEST + ",\"requestedby\":\"other\""),
                Records.structured("\"data\":null,\"extensions\":\"x\",\"data_base64\":\"" + base64 + "\""));
    }

    private static String json(Message message, Instant written) {
        return json(message, Evidence.of(message, written));
    }

    private static String json(Message message, Evidence evidence) {
        MediaDeleted result = Results.deleted(
                new Origin("requests", 3, 1742),
                Records.request(Records.decode(message)),
                Instant.parse("2026-11-22T08:15:31Z"));
        return new String(
                new ResultEncoder("group-1").encode(result, evidence, List.of()).value(), UTF_8);
    }

    @ParameterizedTest
    @MethodSource("everyMode")
    void whatTheRequestSays_isInTheResultToTheLastCharacter(Message message) throws IOException {
        String json = json(message, WRITTEN);

        assertThat(json)
                .contains("\"extensions\":" + EXTENSIONS + ",", "\"requestedAt\":\"2026-11-22 08:15:30.10+01:00\"")
                .contains("\"requestedTimestamp\":\"2026-11-22T08:15:30.200Z\"", "\"group\":\"group-1\"");
        var tree = new ObjectMapper().readTree(json);
        assertThat(tree.path("reason").textValue()).isEqualTo("it \"ends\" \ud83d\ude00");
        assertThat(tree.path("requestedBy").textValue()).isEqualTo("retention\u001b");
        assertThat(SchemaFiles.compile(SchemaFiles.RESULT).validate(tree)).isEmpty();
    }

    @Test
    void extensionsAtEveryLimitOfARequest_arePassedOn() {
        String deep = "{\"a\":".repeat(60) + "{}" + "}".repeat(60);
        String longName = "{\"" + "n".repeat(100_000) + "\":" + "9".repeat(1_000) + "}";
        for (String extensions : List.of("{}", deep, longName)) {
            Message message = Records.plain(Records.with("\"extensions\":" + extensions));
            assertThat(json(message, WRITTEN)).contains("\"extensions\":" + extensions + ",");
        }
    }

    @Test
    void timestampThatIsNoTime_isLeftOut() {
        Message message = Records.plain(Records.VALID);
        assertThat(json(message, Instant.ofEpochMilli(-1))).doesNotContain("requestedTimestamp");
        assertThat(json(message, Instant.ofEpochMilli(Long.MAX_VALUE))).doesNotContain("requestedTimestamp");
        assertThat(json(message, Instant.EPOCH)).contains("\"requestedTimestamp\":\"1970-01-01T00:00:00.000Z\"");
    }

    @Test
    void whatIsLeftOut_isNamed() {
        Message message = Records.plain(REQUEST);
        Evidence whole = Evidence.of(message, WRITTEN);

        assertThat(whole.left()).isEmpty();
        assertThat(whole.withoutExtensions().left()).containsExactly("extensions");
        assertThat(json(message, whole.withoutExtensions()))
                .doesNotContain("extensions\":")
                .contains("\"reason\":");
        assertThat(whole.least().left()).containsExactly("requestedBy", "requestedAt", "reason", "extensions");
        assertThat(json(message, whole.least())).doesNotContain("reason").contains("\"requestedTimestamp\":");
        Evidence silent = Evidence.of(Records.plain(Records.VALID), WRITTEN);
        assertThat(silent.withoutExtensions().least().left()).isEmpty();
    }

    /** Nobody should get that far; if somebody does, the deletion is settled all the same. */
    @Test
    void bytesThatAreNoRequest_sayNothing() {
        for (String bytes : List.of("", "{\"reason\":", "[1]", "{\"reason\":{}}", "{\"extensions\":7")) {
            Evidence found = Evidence.of(Records.plain(bytes), WRITTEN);
            assertThat(found.least().left()).as(bytes).isSubsetOf("reason");
        }
        assertThat(Evidence.of(Records.plain((byte[]) null), WRITTEN).writtenAt())
                .isEqualTo(WRITTEN);
    }

    /** Readers and writers need not be of one version. */
    @Test
    void resultsOfBothVersions_keepBothSchemas() throws IOException {
        ObjectNode before = (ObjectNode) SchemaFiles.read(SchemaFiles.RESULT);
        ObjectNode properties = (ObjectNode) before.path("properties");
        List<String> added =
                List.of("requestedBy", "reason", "requestedAt", "requestedTimestamp", "extensions", "group");
        assertThat(added).allMatch(name -> properties.remove(name) != null);
        assertThat(before.path("required")).noneMatch(name -> added.contains(name.asText()));
        var old = SchemaFiles.compile(before);
        var now = SchemaFiles.compile(SchemaFiles.RESULT);
        ObjectNode result = (ObjectNode) new ObjectMapper().readTree(json(Records.plain(REQUEST), WRITTEN));

        assertThat(old.validate(result)).isEmpty();
        ObjectNode ofBefore = result.deepCopy().remove(added);
        assertThat(old.validate(ofBefore)).isEmpty();
        assertThat(now.validate(ofBefore)).isEmpty();
        assertThat(now.validate(result.deepCopy().put("requestedTimestamp", "today")))
                .hasSize(1);
    }
}
