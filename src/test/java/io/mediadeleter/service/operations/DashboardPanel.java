package io.mediadeleter.service.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** One panel of the shipped dashboard, as Grafana would ask for it. */
record DashboardPanel(String title, List<String> expressions) {

    static List<DashboardPanel> all() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("src/main/ops/grafana/dashboards/media-deleter.json")
                        .toFile());
        return StreamSupport.stream(dashboard.path("panels").spliterator(), false)
                .filter(panel -> panel.has("targets"))
                .map(panel -> new DashboardPanel(
                        panel.path("title").asText(),
                        StreamSupport.stream(panel.path("targets").spliterator(), false)
                                .map(target -> target.path("expr").asText())
                                .toList()))
                .toList();
    }

    /** The expressions with the dashboard's variables filled in; all instances are chosen. */
    List<String> of(String job, String group) {
        return expressions.stream()
                .map(text -> text.replace("$job", job)
                        .replace("$group", group)
                        .replace("$instance", ".+")
                        .replace("$__rate_interval", "15s"))
                .toList();
    }
}
