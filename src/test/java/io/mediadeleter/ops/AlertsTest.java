package io.mediadeleter.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The Prometheus alerts, as somebody reads them who was just woken up. */
class AlertsTest {

    private static final String README = "README.md#";

    @Test
    void everyAlert_saysWhatItIsAndWhereToReadOn() throws IOException {
        Set<String> headings = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());

        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            JsonNode annotations = alert.path("annotations");
            assertThat(annotations.path("summary").asText()).isNotBlank();
            assertThat(annotations.path("description").asText()).isNotBlank();
            String runbook = annotations.path("runbook_url").asText();
            assertThat(runbook).startsWith(README);
            assertThat(headings).contains(runbook.substring(README.length()));
        });
    }

    private static List<JsonNode> alerts() throws IOException {
        Object file = new Yaml().load(Files.readString(Path.of("src/main/ops/prometheus/alerts.yml")));
        JsonNode rules = new ObjectMapper().valueToTree(file).at("/groups/0/rules");
        return StreamSupport.stream(rules.spliterator(), false).toList();
    }
}
