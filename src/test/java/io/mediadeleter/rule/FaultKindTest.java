package io.mediadeleter.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** What no compiler holds to the kinds of faults: documents, schemas, and the kinds that nothing but a call may give. */
class FaultKindTest {

    @Test
    void events_haveARowForEachKind() {
        List<String> rows = Documents.text(Documents.page("events.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| kind |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[1].strip())
                .toList();

        assertThat(rows).containsExactlyInAnyOrder(names(List.of(FaultKind.values())));
    }

    @Test
    void deadLetters_areTheSameKindsInDocumentAndSchema() throws IOException {
        String[] ofDeadLetters = names(Arrays.stream(FaultKind.values())
                .filter(FaultKind::isOfDeadLetter)
                .toList());

        assertThat(Documents.text(Documents.page("dead-letters.md"))).contains(ofDeadLetters);
        assertThat(kindsOfTheSchema()).containsExactlyInAnyOrder(ofDeadLetters);
    }

    private static List<String> kindsOfTheSchema() throws IOException {
        Object file = new Yaml().load(Files.readString(Path.of("schemas/asyncapi.yaml")));
        JsonNode kinds = new ObjectMapper()
                .valueToTree(file)
                .at("/components/schemas/faultHeaders/properties/md-fault-kind/enum");
        return StreamSupport.stream(kinds.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void override_isOfAKindThatACallEndsWith(FaultKind kind) {
        Map<String, FaultKind> override = Map.of("FailedOperation.Any", kind);

        if (kind.isOfCall()) {
            assertThat(new FaultTable(override).kindOf("FailedOperation.Any")).isEqualTo(kind);
        } else {
            assertThatThrownBy(() -> new FaultTable(override))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "media-deleter.faults.FailedOperation.Any=" + kind + ": no call ends with this")
                    .hasMessageContaining("give throttled, systemic, absent, permanent or transient");
        }
    }

    @Test
    void holdsKey_belongsToWhatIsHeldAlone() {
        assertThat(Fault.held("Hold.Media", "media:17", "kept").hold()).isEqualTo("media:17");
        assertThatThrownBy(() -> new Fault(FaultKind.HELD, "Hold.Media", "kept", null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fault(FaultKind.EXPIRED, Fault.EXPIRED, "old", null, null, "media:17"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String[] names(List<FaultKind> kinds) {
        return kinds.stream().map(FaultKind::name).toArray(String[]::new);
    }
}
