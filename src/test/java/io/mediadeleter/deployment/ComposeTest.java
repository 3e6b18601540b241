package io.mediadeleter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.Documents;
import io.mediadeleter.cli.Main;
import io.mediadeleter.config.Settings;
import io.mediadeleter.service.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docker-compose.yml and the image fit what the program does. */
class ComposeTest {

    private static final JsonNode SERVICES =
            Manifests.read(Manifests.COMPOSE).get(0).path("services");
    private static final JsonNode INSTANCE = SERVICES.path("media-deleter");

    @Test
    void settings_areRealOnesAndTheOpsPortIsPublishedOnLoopbackOnly() {
        Settings settings = settings("simulator.env");

        assertThat(settings.opsHost()).isEqualTo("0.0.0.0");
        assertThat(INSTANCE.path("ports"))
                .extracting(JsonNode::asText)
                .containsExactly("127.0.0.1::" + settings.opsPort());
        assertThat(settings.vod().endpoint()).hasToString("http://simulator:8085");
        assertThat(SERVICES.at("/simulator/ports/0").asText()).endsWith(":8085");
    }

    @Test
    void realApi_beginsWithADryRunAndHoldsNoSecret() {
        Settings settings = settings("real-api.env.example");

        assertThat(settings.dryRun()).isTrue();
        assertThat(settings.vod().endpoint()).hasScheme("https");
        assertThat(Manifests.variables(Manifests.DOCKER.resolve("real-api.env.example")))
                .containsEntry("TENCENTCLOUD_SECRET_ID", "")
                .containsEntry("TENCENTCLOUD_SECRET_KEY", "");
        assertThat(Documents.text(Path.of(".gitignore"))).contains("\n*.env\n");
    }

    @Test
    void gracePeriod_isLongerThanADrain() {
        String grace = INSTANCE.path("stop_grace_period").asText();

        assertThat(Duration.parse("PT" + grace))
                .isGreaterThan(Service.drainLimit(settings("simulator.env")).plusSeconds(10));
    }

    /** Without a form there is still the password in the request's headers, and Grafana's is known. */
    @Test
    void dashboards_canBeReadByAnybodyAndChangedByNobody() {
        JsonNode grafana = SERVICES.at("/grafana/environment");
        assertThat(grafana.path("GF_AUTH_ANONYMOUS_ENABLED").asText()).isEqualTo("true");
        assertThat(grafana.path("GF_AUTH_DISABLE_LOGIN_FORM").asText()).isEqualTo("true");
        assertThat(grafana.path("GF_AUTH_BASIC_ENABLED").asText()).isEqualTo("false");
    }

    @Test
    void everyService_isConfined() {
        assertThat(SERVICES).isNotEmpty().allSatisfy(service -> {
            assertThat(service.at("/cap_drop/0").asText()).isEqualTo("ALL");
            assertThat(service.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
            assertThat(service.path("mem_limit").asText()).isNotEmpty();
            assertThat(service.path("ports")).allMatch(port -> port.asText().startsWith("127.0.0.1:"));
        });
        assertThat(INSTANCE.path("read_only").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "simulator"})
    void command_isOneOfTheProgram(String service) {
        List<String> words = new ArrayList<>();
        SERVICES.path(service).path("command").forEach(word -> words.add(word.asText()));

        assertThat(Main.commandLine(Map.of())
                        .parseArgs(words.toArray(String[]::new))
                        .hasSubcommand())
                .isTrue();
    }

    @Test
    void image_runsTheJarAsNobodyAndAsksThePageForItsHealth() {
        String image = Documents.text(Manifests.DOCKER.resolve("Dockerfile"));
        Settings settings = Settings.load(Map.of(), null);

        assertThat(image)
                .containsPattern("(?m)^USER [1-9]\\d*:[1-9]\\d*$")
                .containsPattern("(?m)^EXPOSE " + settings.opsPort() + "$")
                .contains("\"${MEDIA_DELETER_OPS_PORT:-" + settings.opsPort() + "}\" /health/live")
                .containsPattern("(?m)^CMD \\[\"run\"]$");
        assertThat(Manifests.DOCKER.resolve("health.sh")).isExecutable();
        assertThat(Manifests.DOCKER.resolve("archive.sh")).isExecutable();
        assertThat(Documents.text(Path.of(".dockerignore")))
                .contains(
                        "!src/main/docker/archive.sh",
                        "!src/main/docker/health.sh",
                        "!src/main/docker/jvm.options",
                        "!target/media-deleter.jar");
    }

    @Test
    void simulatorsImage_listensWhereItIsLookedForAndIsNotTheOneThatIsBuiltWithoutATarget() {
        String image = Documents.text(Manifests.DOCKER.resolve("Dockerfile"));
        String simulator = image.substring(image.indexOf(" AS simulator"), image.lastIndexOf("FROM ready AS service"));

        assertThat(simulator)
                .contains("\"simulator\", \"--host\", \"0.0.0.0\"]")
                .containsPattern("(?m)^EXPOSE 8085$")
                .contains("\"8085\", \"/control/state\"");
    }

    @Test
    void image_startsWithTheArchiveThatItsBuildMade() {
        String image = Documents.text(Manifests.DOCKER.resolve("Dockerfile"));
        Matcher made = Pattern.compile("-XX:ArchiveClassesAtExit=(\\S+)")
                .matcher(Documents.text(Manifests.DOCKER.resolve("archive.sh")));
        assertThat(made.find()).isTrue();
        String archive = "/opt/media-deleter/" + made.group(1);

        assertThat(image)
                .contains("COPY --from=working " + archive + " ./")
                .contains("\"@/opt/media-deleter/jvm.options\", \"-XX:SharedArchiveFile=" + archive + "\"");
    }

    /** What an instance reads with one of the files of the API; the class of settings refuses names that are none. */
    private static Settings settings(String api) {
        Matcher fallback = Pattern.compile("\\$\\{API_ENV:-(.*)}")
                .matcher(INSTANCE.path("env_file").asText());
        assertThat(fallback).as("env_file").matches();
        assertThat(fallback.group(1))
                .isEqualTo(Manifests.DOCKER.resolve("simulator.env").toString());
        Map<String, String> environment = new HashMap<>(Manifests.variables(Manifests.DOCKER.resolve(api)));
        environment.putAll(Manifests.variables(INSTANCE.path("environment")));
        return Settings.load(environment, null);
    }
}
