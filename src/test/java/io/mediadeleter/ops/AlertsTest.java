package io.mediadeleter.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The Prometheus alerts, as somebody reads them who was just woken up. */
class AlertsTest {

    private static final String PAGE = "/operations.md#";

    @Test
    void everyAlert_saysWhatItIsAndWhereToReadOn() throws IOException {
        Set<String> headings = Documents.anchors(Documents.page("operations.md"));

        List<JsonNode> alerts = alerts();
        String first = alerts.get(0).at("/annotations/runbook_url").asText();
        String base = first.substring(0, first.indexOf(PAGE) + PAGE.length());

        assertThat(base).as("a pager knows no folder").startsWith("https://");
        assertThat(alerts).allSatisfy(alert -> {
            JsonNode annotations = alert.path("annotations");
            assertThat(annotations.path("summary").asText()).isNotBlank();
            assertThat(annotations.path("description").asText()).isNotBlank();
            String runbook = annotations.path("runbook_url").asText();
            assertThat(runbook)
                    .as("one replacement makes all of them lead to where somebody's pages are")
                    .startsWith(base);
            assertThat(headings).contains(runbook.substring(base.length()));
        });
    }

    private static List<JsonNode> alerts() throws IOException {
        Object file = new Yaml().load(Files.readString(Path.of("src/main/ops/prometheus/alerts.yml")));
        JsonNode rules = new ObjectMapper().valueToTree(file).at("/groups/0/rules");
        return StreamSupport.stream(rules.spliterator(), false)
                .filter(rule -> rule.has("alert"))
                .toList();
    }
}
