package io.mediadeleter.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.Documents;
import io.mediadeleter.fixture.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The Prometheus alerts, as somebody reads them who was just woken up, and the dashboard. */
class AlertsTest {

    private static final String PAGE = "/operations.md#";
    private static final Path FOLDER = Path.of("src/main/ops/prometheus");
    private static final Path RULES = FOLDER.resolve("alerts.yml");
    private static final Path OPERATIONS = Documents.page("operations.md");
    private static final Pattern ALERT_NAME = Pattern.compile("MediaDeleter\\w+");

    @Test
    void everyAlert_saysWhatItIsAndWhereToReadOn() throws IOException {
        Set<String> headings = Documents.anchors(OPERATIONS);

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

    /** Who was woken searches for the name of what has woken them. */
    @Test
    void everyAlert_standsUnderTheHeadingThatItLinksTo() throws IOException {
        assertThat(alerts()).allSatisfy(alert -> {
            String link = alert.at("/annotations/runbook_url").asText();
            boolean wakes = alert.at("/labels/severity").asText().equals("critical");
            assertThat(Documents.section(OPERATIONS, link.substring(link.indexOf('#') + 1)))
                    .containsPattern("\nAlerts?: .*`" + alert.path("alert").asText() + "`"
                            + (wakes ? " \\(critical\\)[,.]" : "[,.]"));
        });
    }

    /** Whoever routes alerts goes by the label, and has to know where it is missing. */
    @Test
    void everyAlert_hasTheLabelOfItsGroup_butThoseThatThePageNames() throws IOException {
        Matcher exceptions = Pattern.compile("Route by the label `group`: (.*?)\\.\n", Pattern.DOTALL)
                .matcher(Documents.section(OPERATIONS, "alerts"));
        assertThat(exceptions.find()).isTrue();

        assertThat(ALERT_NAME.matcher(exceptions.group(1)).results().map(MatchResult::group))
                .containsExactlyInAnyOrderElementsOf(provedWithoutGroup());
        assertThat(alerts())
                .extracting(alert -> alert.at("/annotations/summary").asText())
                .allMatch(summary -> summary.contains("$labels.group") || summary.contains("$labels.instance"));
    }

    /** What the types that Grafana publishes require of what the dashboard uses, and what a reader needs of a panel. */
    @Test
    void dashboard_leavesNothingToGrafanasDefaults() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("src/main/ops/grafana/dashboards/media-deleter.json")
                        .toFile());

        assertThat(dashboard.findValues("legend"))
                .isNotEmpty()
                .allSatisfy(legend -> assertThat(legend.fieldNames())
                        .toIterable()
                        .contains("calcs", "displayMode", "placement", "showLegend"));
        assertThat(dashboard.findValues("current"))
                .allSatisfy(
                        chosen -> assertThat(chosen.fieldNames()).toIterable().contains("text", "value"));
        assertThat(dashboard.path("panels"))
                .filteredOn(panel -> !panel.path("type").asText().equals("row"))
                .allSatisfy(panel -> {
                    assertThat(panel.path("title").asText()).isNotBlank();
                    assertThat(panel.path("description").asText()).isNotBlank();
                    assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
                });
        assertThat(dashboard.path("panels"))
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
    }

    /** Left out, and said to be, where Debian's package {@code prometheus} is not installed. */
    @ParameterizedTest
    @CsvSource({"check, alerts.yml", "test, alerts_test.yml", "test, alerts_slow_test.yml"})
    void promtool_findsNothingWrong(String verb, String file) throws Exception {
        Programs.assumeInstalled("promtool");
        ProcessBuilder builder = new ProcessBuilder("promtool", verb, "rules", file)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true);
        builder.environment().put("GOGC", "400"); // less to compute for a process that ends in seconds
        Process promtool = builder.start();

        String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
    }

    private static List<JsonNode> alerts() throws IOException {
        JsonNode rules = yaml(RULES).at("/groups/0/rules");
        return StreamSupport.stream(rules.spliterator(), false)
                .filter(rule -> rule.has("alert"))
                .toList();
    }

    /** The alerts that the rules' own tests expect without a label for the group. */
    private static Set<String> provedWithoutGroup() throws IOException {
        Set<String> without = new TreeSet<>();
        for (String file : List.of("alerts_test.yml", "alerts_slow_test.yml")) {
            for (JsonNode proof : yaml(FOLDER.resolve(file)).findValues("alert_rule_test")) {
                for (JsonNode tested : proof) {
                    for (JsonNode expected : tested.path("exp_alerts")) {
                        if (!expected.path("exp_labels").has("group")) {
                            without.add(tested.path("alertname").asText());
                        }
                    }
                }
            }
        }
        return without;
    }

    private static JsonNode yaml(Path file) throws IOException {
        Object content = new Yaml().load(Files.readString(file));
        return new ObjectMapper().valueToTree(content);
    }
}
