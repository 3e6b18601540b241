package io.mediadeleter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs read one object on standard output where Kafka cannot be reached; people one sentence on standard error. */
class UnreachableAsJsonTest {

    private static final String NO_ADDRESS = "no-such-host.invalid:9092";

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"status", "status --watch"})
    void statusWithoutAnAddress_isUnknown(String command) throws Exception {
        assertUnknown(failed(NO_ADDRESS, command));
    }

    @Test
    void statusWithoutAnAnswer_isUnknown() throws Exception {
        assertUnknown(failed("127.0.0.1:1", "status --timeout 1s"));
    }

    @ParameterizedTest
    @CsvSource({
        "discard, true, discard --all --dry-run",
        "discard, false, discard --all --yes",
        "replay, true, replay --all --dry-run",
        "replay, false, replay --all --yes"
    })
    void changeOfDeadLetters_isNotDone(String change, boolean isDryRun, String command) throws Exception {
        JsonNode told = failed(NO_ADDRESS, "dead-letters " + command);

        assertThat(told.path("change").asText()).isEqualTo(change);
        assertThat(told.path("dryRun").asBoolean(!isDryRun)).isEqualTo(isDryRun);
        assertThat(told.path("done").asInt(-1)).isZero();
        assertThat(told.path("complete").asBoolean(true)).isFalse();
        assertThat(told.path("problem").asText()).contains(NO_ADDRESS);
    }

    @Test
    void verification_isNotComplete() throws Exception {
        JsonNode told = failed(NO_ADDRESS, "verify");

        assertThat(told.path("complete").asBoolean(true)).isFalse();
        assertThat(told.path("ended").asText()).contains(NO_ADDRESS);
    }

    @Test
    void trace_isNotComplete() throws Exception {
        JsonNode told = failed(NO_ADDRESS, "trace --file-id 81 --since 2026-11-25T09:00:00Z");

        assertThat(told.path("query").asText()).contains("81");
        assertThat(told.path("since").asText()).isEqualTo("2026-11-25T09:00:00Z");
        assertThat(told.at("/state/complete").asBoolean(true)).isFalse();
        assertThat(told.path("problem").asText()).contains(NO_ADDRESS);
    }

    @Test
    void decisionAboutOffsets_isNone() throws Exception {
        JsonNode told = failed(NO_ADDRESS, "offsets set latest --yes");

        assertThat(told.path("decided").asBoolean(true)).isFalse();
        assertThat(told.path("problem").asText()).contains(NO_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pause --reason r", "holds add media:1 --reason r", "holds remove media:1 --yes", "resume --yes"
            })
    void changeOfHolds_isNotWritten(String command) throws Exception {
        JsonNode told = failed(NO_ADDRESS, command);

        assertThat(told.path("written").asInt(-1)).isZero();
        assertThat(told.path("problems")).hasSize(1);
    }

    private static void assertUnknown(JsonNode told) {
        assertThat(told.path("level").asText()).isEqualTo("unknown");
        assertThat(told.path("sentence").asText()).startsWith("Not known: ");
        assertThat(told.path("instances")).isEmpty();
        assertThat(told.path("pauses").isNull()).isTrue();
        assertThat(told.at("/backlog/due").isNull()).isTrue();
        assertThat(told.path("gaps")).isNotEmpty();
    }

    private JsonNode failed(String brokers, String command) throws JsonProcessingException {
        Cli cli = Cli.run(
                Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", brokers), (command + " --format json").split(" "));

        assertThat(cli.exitCode()).as("%s", cli).isEqualTo(1);
        assertThat(cli.out().lines()).as("%s", cli).hasSize(1);
        assertThat(cli.said().lines()).as("%s", cli).hasSize(1);
        assertThat(cli.said()).doesNotContain("\tat ");
        return json.readTree(cli.out());
    }
}
