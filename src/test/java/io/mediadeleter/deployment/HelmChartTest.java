package io.mediadeleter.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.mediadeleter.Documents;
import io.mediadeleter.config.Settings;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The Helm chart, rendered by Helm's own engine: the same objects as the manifests, and what its values promise. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the engine's native part is for this platform alone")
class HelmChartTest {

    private static final Path CHART = Path.of("src/main/helm/media-deleter");
    private static final Set<String> CUSTOM = Set.of("ScaledObject", "PodMonitor", "PrometheusRule");

    private static final Pattern HOOK = Pattern.compile(" +annotations:\\n( +helm\\.sh/hook.*\\n)+");

    /** Images are named by kustomize in one and by the values in the other. */
    private static final String IMAGE = "registry.example.com/media-deleter:0.1.0";

    /** The engine without a cluster takes itself for a very old one. */
    private static final String KUBERNETES = "1.31.0";

    @TempDir
    private static Path folder;

    /**
     * A copy with the linked files in it, whose hooks are objects like any other: the engine renders no hooks without a cluster,
     * and tells of each link each time.
     */
    @BeforeAll
    static void copyChart() throws Exception {
        try (Stream<Path> files = Files.walk(CHART, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve("chart").resolve(CHART.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, HOOK.matcher(Files.readString(file)).replaceAll(""));
            }
        }
    }

    private static String render(String release, String values) throws Exception {
        return new Helm(folder.resolve("chart"))
                .template()
                .withName(release)
                .withNamespace("media-deleter")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(Files.writeString(folder.resolve("values.yaml"), values))
                .call();
    }

    private static Map<String, JsonNode> byKindAndName(List<JsonNode> objects) {
        Map<String, JsonNode> found = new TreeMap<>();
        objects.forEach(object -> found.put(
                object.path("kind").asText() + "/" + object.at("/metadata/name").asText(), object));
        assertThat(found).hasSameSizeAs(objects);
        return found;
    }

    private static JsonNode the(Map<String, JsonNode> objects, String kindAndName) {
        return Objects.requireNonNull(objects.get(kindAndName), kindAndName);
    }

    private static Map<String, JsonNode> objects(String values) throws Exception {
        return byKindAndName(Manifests.parse(render("media-deleter", values)));
    }

    /** The manifests that are for every installation, as kustomize sends them, but for the namespace. */
    private static Map<String, JsonNode> base() {
        Path folder = Manifests.KUBERNETES.resolve("base");
        JsonNode list = Manifests.read(folder.resolve("kustomization.yaml")).get(0);
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode file : list.path("resources")) {
            String text = Documents.text(folder.resolve(file.asText()));
            objects.addAll(Manifests.parse(text.replace("image: media-deleter", "image: " + IMAGE)));
        }
        Map<String, JsonNode> found = byKindAndName(objects);
        found.remove("Namespace/media-deleter");
        return found;
    }

    /** What only Helm needs: the settings that its hook reads, and what makes it restart the instances. */
    private static Map<String, JsonNode> withoutHelmsOwn(Map<String, JsonNode> chart) {
        JsonNode copied = chart.remove("ConfigMap/media-deleter-topics");
        assertThat(copied.path("data"))
                .isEqualTo(the(chart, "ConfigMap/media-deleter").path("data"));
        JsonNode job = the(chart, "Job/media-deleter-topics");
        ((ObjectNode) job.at("/spec/template/spec/containers/0/envFrom/0/configMapRef")).put("name", "media-deleter");
        ((ObjectNode) the(chart, "StatefulSet/media-deleter").at("/spec/template/metadata/annotations"))
                .remove("checksum/settings");
        return chart;
    }

    @Test
    void chart_hasNothingToComplainAbout() {
        LintResult lint = new Helm(CHART).lint().strict().call();

        assertThat(lint.isFailed()).as(String.join("\n", lint.getMessages())).isFalse();
    }

    @Test
    void topics_areCreatedBeforeAnInstallAndAnUpgrade_afterTheirSettings() {
        String template = Documents.text(CHART.resolve("templates/topics.yaml"));

        assertThat(HOOK.matcher(template).results().map(MatchResult::group))
                .hasSize(2)
                .allMatch(hook -> hook.contains("helm.sh/hook: pre-install,pre-upgrade\n"))
                .first()
                .asString()
                .contains("helm.sh/hook-weight: \"-1\"\n");
    }

    /** It logs in to Kafka as they do, and the Secret may have the password. */
    @Test
    void topicsJob_readsTheSecretOfTheInstances() throws Exception {
        JsonNode job = the(objects("credentials: {secret: ours}"), "Job/media-deleter-topics");

        assertThat(job.at("/spec/template/spec/containers/0/envFrom/1/secretRef/name")
                        .asText())
                .isEqualTo("ours");
    }

    @Test
    void chartWithoutValues_isTheManifests() throws Exception {
        assertThat(withoutHelmsOwn(objects("{}"))).isEqualTo(base());
    }

    @Test
    void firstInstall_deletesNothing() throws Exception {
        Settings settings = Settings.load(
                Manifests.variables(
                        the(objects("{}"), "ConfigMap/media-deleter").path("data")),
                null);

        assertThat(settings.dryRun()).isTrue();
        assertThat(settings.requestRules().allowedSubAppIds()).isNotEmpty();
    }

    @Test
    void everything_isRenderedAndKnownToKubernetes() throws Exception {
        Map<String, JsonNode> objects = objects("""
                image: {digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", pullSecrets: [ours]}
                autoscaling: {enabled: true, lagThreshold: 1000000}
                settings: {MEDIA_DELETER_GROUP_ID: eu, MEDIA_DELETER_DRY_RUN: false, MEDIA_DELETER_OPS_HOST: null}
                pod: {nodeSelector: {disk: fast}, tolerations: [{key: spot, operator: Exists}], labels: {team: video}, priorityClassName: high, terminationGracePeriodSeconds: 90}
                networkPolicy: {kafka: {namespace: ""}, egress: [{to: [{ipBlock: {cidr: 10.1.0.0/16}}], ports: [{port: 9093}]}]}
                metrics: {annotations: false, podMonitor: {enabled: true, labels: {release: prometheus}}}
                alerts: {enabled: true, runbookBase: "https://docs.example.com/runbooks"}
                dashboard: {enabled: true}
                verify: {enabled: true, schedule: "@daily", arguments: [--since, 7d]}
                """);

        for (JsonNode object : objects.values()) {
            if (!CUSTOM.contains(object.path("kind").asText())) {
                Manifests.validate(object);
            }
        }
        assertThat(objects.keySet())
                .contains("ScaledObject/media-deleter", "PodMonitor/media-deleter", "PrometheusRule/media-deleter");
        JsonNode set = the(objects, "StatefulSet/media-deleter");
        assertThat(set.path("spec").has("replicas")).isFalse();
        assertThat(set.at("/spec/template/spec/terminationGracePeriodSeconds").asInt())
                .isEqualTo(90);
        assertThat(set.at("/spec/template/spec/containers/0/image").asText())
                .endsWith("media-deleter@sha256:" + "0123456789abcdef".repeat(4));
        assertThat(the(objects, "ConfigMap/media-deleter")
                        .at("/data/MEDIA_DELETER_DRY_RUN")
                        .asText())
                .isEqualTo("false");
        assertThat(the(objects, "ConfigMap/media-deleter").path("data").has("MEDIA_DELETER_OPS_HOST"))
                .isFalse();
        JsonNode lag = the(objects, "ScaledObject/media-deleter").at("/spec/triggers/0/metadata");
        assertThat(lag.path("consumerGroup").asText()).isEqualTo("eu");
        assertThat(lag.path("lagThreshold").asText()).isEqualTo("1000000");
    }

    /** As a reader of deploy.md copies them. */
    @Test
    void valuesOfTheDocument_areTaken() throws Exception {
        Matcher values = Pattern.compile("\\n\\n(    image: \\{repository.*?)\\n\\n", Pattern.DOTALL)
                .matcher(Documents.text(Path.of("src/docs/deploy.md")));
        assertThat(values.find()).isTrue();

        Map<String, JsonNode> objects = objects(values.group(1).stripIndent());

        assertThat(objects)
                .containsKeys(
                        "PodMonitor/media-deleter",
                        "PrometheusRule/media-deleter",
                        "ConfigMap/media-deleter-dashboard",
                        "ScaledObject/media-deleter");
        assertThat(the(objects, "StatefulSet/media-deleter")
                        .at("/spec/template/spec/containers/0/image")
                        .asText())
                .isEqualTo(IMAGE);
    }

    @Test
    void scaling_isThatOfTheManifests() throws Exception {
        JsonNode manifest = Manifests.kubernetes("ScaledObject");

        assertThat(the(objects("autoscaling: {enabled: true}"), "ScaledObject/media-deleter"))
                .isEqualTo(manifest);
    }

    @Test
    void nightlyVerify_isThatOfTheManifests() throws Exception {
        String manifest = Documents.text(Manifests.KUBERNETES.resolve("verify/verify.yaml"));

        assertThat(the(objects("verify: {enabled: true}"), "CronJob/media-deleter-verify"))
                .isEqualTo(Manifests.parse(manifest.replace("image: media-deleter", "image: " + IMAGE))
                        .get(0));
    }

    @Test
    void nightlyVerify_canHaveAKeyThatMayOnlyLook() throws Exception {
        JsonNode job = the(objects("verify: {enabled: true, secret: looks}"), "CronJob/media-deleter-verify");

        assertThat(job.at("/spec/jobTemplate/spec/template/spec/containers/0/envFrom/1/secretRef/name")
                        .asText())
                .isEqualTo("looks");
    }

    @Test
    void alertsAndDashboard_areTheShippedOnes() throws Exception {
        Map<String, JsonNode> objects = objects(
                "{alerts: {enabled: true, runbookBase: 'https://docs.example.com'}, dashboard: {enabled: true}}");
        String shipped = Documents.text(Path.of("src/main/ops/prometheus/alerts.yml"));

        assertThat(the(objects, "PrometheusRule/media-deleter").path("spec"))
                .isEqualTo(Manifests.parse(shipped.replace(
                                "https://git.example.com/media-deleter/src/docs", "https://docs.example.com"))
                        .get(0));
        assertThat(the(objects, "ConfigMap/media-deleter-dashboard")
                        .at("/data/media-deleter.json")
                        .asText())
                .isEqualTo(Documents.text(Path.of("src/main/ops/grafana/dashboards/media-deleter.json"))
                        .strip());
    }

    @Test
    void twoReleases_shareNoNameAndSelectNoPodOfEachOther() throws Exception {
        String values = "{dashboard: {enabled: true}, alerts: {enabled: true}, verify: {enabled: true}}";
        Map<String, JsonNode> one = objects(values);
        Map<String, JsonNode> two = byKindAndName(Manifests.parse(render("rehearsal", values)));

        assertThat(two.keySet()).doesNotContainAnyElementsOf(one.keySet());
        assertThat(the(two, "StatefulSet/rehearsal")
                        .at("/spec/selector/matchLabels/app.kubernetes.io~1name")
                        .asText())
                .isEqualTo("rehearsal");
    }

    @Test
    void misspeltValue_isRefusedByName() {
        assertThatThrownBy(() -> render("media-deleter", "replica: 3")).hasMessageContaining("replica");
        assertThatThrownBy(() -> render("media-deleter", "{settings: {DRY_RUN: true}}"))
                .hasMessageContaining("DRY_RUN");
    }

    @Test
    void numberAndVariableOfOpenTelemetry_areTakenAsTheyAre() throws Exception {
        JsonNode settings = the(
                        objects(
                                "{settings: {MEDIA_DELETER_CALLS_MAX_DELETES_PER_HOUR: 2000000, OTEL_SERVICE_NAME: ours}}"),
                        "ConfigMap/media-deleter")
                .path("data");

        assertThat(settings.path("MEDIA_DELETER_CALLS_MAX_DELETES_PER_HOUR").asText())
                .isEqualTo("2000000");
        assertThat(settings.path("OTEL_SERVICE_NAME").asText()).isEqualTo("ours");
    }

    /** The instances would never be ready. */
    @Test
    void portThatTheProbesDoNotAsk_isRefused() {
        assertThatThrownBy(() -> render("media-deleter", "{settings: {MEDIA_DELETER_OPS_PORT: \"9000\"}}"))
                .hasMessageContaining("MEDIA_DELETER_OPS_PORT");
    }

    @Test
    void version_isTheProjects() throws Exception {
        Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(Documents.text(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        JsonNode chart = Manifests.read(CHART.resolve("Chart.yaml")).get(0);

        assertThat(chart.path("version").asText()).isEqualTo(version.group(1).replace("-SNAPSHOT", ""));
        assertThat(chart.path("appVersion").asText())
                .isEqualTo(chart.path("version").asText());
    }
}
