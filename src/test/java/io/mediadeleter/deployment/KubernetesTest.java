package io.mediadeleter.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.Documents;
import io.mediadeleter.cli.Main;
import io.mediadeleter.config.Settings;
import io.mediadeleter.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The Kubernetes manifests have no field that Kubernetes does not know, and fit what the program does. */
class KubernetesTest {

    private static final String CUSTOM = "ScaledObject";

    /** What KEDA's definition of a ScaledObject allows in its spec. */
    private static final Set<String> SCALING_FIELDS = Set.of(
            "advanced",
            "cooldownPeriod",
            "fallback",
            "idleReplicaCount",
            "initialCooldownPeriod",
            "maxReplicaCount",
            "minReplicaCount",
            "pollingInterval",
            "scaleTargetRef",
            "triggers");

    static Stream<JsonNode> builtIn() {
        return Manifests.kubernetes()
                .filter(object -> !object.path("kind").asText().equals(CUSTOM));
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void object_hasAllFieldsItNeedsAndNoneThatIsUnknown(JsonNode object) throws Exception {
        Manifests.validate(object);
    }

    @Test
    void misspeltField_isFound() {
        ObjectNode misspelt = Manifests.kubernetes("StatefulSet").deepCopy();
        ((ObjectNode) misspelt.at("/spec/template/spec/containers/0/securityContext"))
                .put("readOnlyRootFileSystem", true);

        assertThatThrownBy(() -> Manifests.validate(misspelt))
                .rootCause()
                .hasMessageContaining("readOnlyRootFileSystem");
    }

    @Test
    void base_namesEveryFileThereIs() {
        for (String folder : List.of("base", "autoscaled", "commands", "verify")) {
            JsonNode list = Manifests.read(Manifests.KUBERNETES.resolve(folder).resolve("kustomization.yaml"))
                    .get(0);
            Set<String> named = new TreeSet<>(Set.of("kustomization.yaml"));
            list.path("resources").forEach(resource -> named.add(resource.asText()));
            list.path("patches").forEach(patch -> named.add(patch.path("path").asText()));
            named.remove("../base");

            assertThat(Manifests.KUBERNETES.resolve(folder).toFile().list())
                    .containsExactlyInAnyOrder(named.toArray(String[]::new));
        }
    }

    @Test
    void settings_areRealOnesAndOpenTheOpsPortToProbes() {
        Settings settings = settings();

        JsonNode container = Manifests.kubernetes("StatefulSet").at("/spec/template/spec/containers/0");
        assertThat(container.path("args")).extracting(JsonNode::asText).containsExactly("run");
        assertThat(settings.kafka().instanceId()).isEqualTo("media-deleter-0");
        assertThat(settings.opsHost()).isEqualTo("0.0.0.0");
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(settings.opsPort());
        assertThat(Manifests.kubernetes("StatefulSet")
                        .at("/spec/template/metadata/annotations")
                        .path("prometheus.io/port")
                        .asInt())
                .isEqualTo(settings.opsPort());
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        assertThat(Documents.text(Manifests.KUBERNETES.resolve("base/settings.yaml")))
                .doesNotContain("TENCENTCLOUD");
    }

    @Test
    void network_letsOutWhatTheServiceNeedsAndNothingElse() {
        JsonNode policy = Manifests.kubernetes("NetworkPolicy").path("spec");

        assertThat(policy.path("policyTypes"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.path("egress")).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.path("to")).isNotEmpty();
            assertThat(rule.path("ports")).isNotEmpty();
        });
        String[] kafka = settings().kafka().bootstrapServers().split("[.:]", -1);
        assertThat(kafka).as("service, namespace, svc, port").hasSize(4);
        assertThat(policy.path("egress"))
                .extracting(JsonNode::toString)
                .anyMatch(rule -> rule.contains("\"kube-system\"") && rule.contains("\"protocol\":\"UDP\",\"port\":53"))
                .anyMatch(rule -> rule.contains('"' + kafka[1] + '"') && rule.contains("\"port\":" + kafka[3]))
                .anyMatch(rule -> rule.contains("0.0.0.0/0") && rule.contains("\"port\":443"))
                .anyMatch(rule -> rule.contains("169.254.0.0/16") && rule.contains("\"port\":80"));
    }

    @Test
    void gracePeriod_isLongerThanADrain() {
        Duration grace = Duration.ofSeconds(Manifests.kubernetes("StatefulSet")
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asInt());

        assertThat(grace).isGreaterThan(Service.drainLimit(settings()).plusSeconds(10));
    }

    @Test
    void everyContainer_isConfined() {
        List<JsonNode> pods = List.of(
                Manifests.kubernetes("StatefulSet").at("/spec/template/spec"),
                Manifests.kubernetes("Job").at("/spec/template/spec"),
                Manifests.kubernetes("CronJob").at("/spec/jobTemplate/spec/template/spec"),
                Manifests.kubernetes("Pod").path("spec"));

        assertThat(pods).hasSize(4).allSatisfy(pod -> {
            JsonNode container = pod.at("/containers/0");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
            assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("256Mi");
        });
    }

    /** Each logs in to Kafka, with a password that may be in the Secret. */
    @Test
    void everyContainer_readsTheSettingsAndTheSecret() {
        JsonNode instance = Manifests.kubernetes("StatefulSet").at("/spec/template/spec/containers/0/envFrom");

        assertThat(instance).hasSize(2);
        assertThat(Stream.of(
                        Manifests.kubernetes("Job").at("/spec/template/spec"),
                        Manifests.kubernetes("CronJob").at("/spec/jobTemplate/spec/template/spec"),
                        Manifests.kubernetes("Pod").path("spec")))
                .allSatisfy(pod -> assertThat(pod.at("/containers/0/envFrom")).isEqualTo(instance));
    }

    /** Its arguments are taken, and its days overlap. */
    @Test
    void nightlyVerification_leavesNoResultOut() {
        JsonNode job = Manifests.kubernetes("CronJob").path("spec");
        JsonNode container = job.at("/jobTemplate/spec/template/spec/containers/0");
        List<String> arguments = new ArrayList<>();
        container.path("args").forEach(argument -> arguments.add(argument.asText()));

        assertThat(arguments).containsExactly("verify", "--since", "26h", "--until", "1h");
        CommandLine.ParseResult parsed = Main.commandLine(Map.of()).parseArgs(arguments.toArray(String[]::new));
        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("verify");
        assertThat(job.path("schedule").asText()).matches("\\d+ \\d+ \\* \\* \\*");
        assertThat(job.path("concurrencyPolicy").asText()).isEqualTo("Forbid");
        assertThat(job.at("/jobTemplate/spec/backoffLimit").asInt(1)).isZero();
    }

    @Test
    void scaling_isByTheLagOfThisGroupWithinTheNumberOfPartitions() {
        Settings settings = settings();
        JsonNode spec = Manifests.kubernetes(CUSTOM).path("spec");
        JsonNode lag = spec.at("/triggers/0/metadata");

        assertThat(spec.fieldNames()).toIterable().isSubsetOf(SCALING_FIELDS);
        assertThat(spec.path("minReplicaCount").asInt())
                .isBetween(2, spec.path("maxReplicaCount").asInt());
        assertThat(spec.path("maxReplicaCount").asInt()).isLessThanOrEqualTo(settings.partitions());
        assertThat(lag).allMatch(JsonNode::isTextual, "KEDA takes texts only");
        assertThat(lag.path("topic").asText()).isEqualTo(settings.topics().requested());
        assertThat(lag.path("consumerGroup").asText())
                .isEqualTo(settings.kafka().groupId());
        assertThat(Manifests.variables(Manifests.kubernetes("ConfigMap").path("data")))
                .containsKey(lag.path("bootstrapServersFromEnv").asText());
        assertThat(spec.at("/scaleTargetRef/kind").asText() + "/"
                        + spec.at("/scaleTargetRef/name").asText())
                .isEqualTo("StatefulSet/"
                        + Manifests.kubernetes("StatefulSet")
                                .at("/metadata/name")
                                .asText());
    }

    /** What the first instance reads; the class of settings refuses names that are none. */
    private static Settings settings() {
        Map<String, String> environment = new HashMap<>(
                Manifests.variables(Manifests.kubernetes("ConfigMap").path("data")));
        JsonNode named = Manifests.kubernetes("StatefulSet").at("/spec/template/spec/containers/0/env");
        named.forEach(variable -> environment.put(variable.path("name").asText(), "media-deleter-0"));
        return Settings.load(environment, null);
    }
}
