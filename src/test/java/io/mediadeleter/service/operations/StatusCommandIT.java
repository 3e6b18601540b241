package io.mediadeleter.service.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The group in one look, in this JVM, as a process, and on a terminal. */
@WithKafka.Together
class StatusCommandIT {

    private static final String CTRL_C = "\u0003";

    @TempDir
    Path directory;

    @AutoClose
    private final ServiceRig rig;

    StatusCommandIT(KafkaFixture kafka) {
        rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_QUOTA_MODE", "group"));
    }

    @Test
    void runningInstance_isShownToPeopleAndPrograms() throws Exception {
        rig.start("a");
        rig.requestAll(IntStream.range(1, 11).mapToObj(String::valueOf));
        rig.request("no request at all");
        rig.ends(11);

        Cli table = await("a group that is settled")
                .until(
                        () -> rig.cli("status"),
                        cli -> cli.exitCode() == 0
                                && cli.out().contains("MALFORMED")
                                && cli.out().contains("Healthy: no requests are waiting."));
        assertThat(table.said()).isEmpty();
        assertThat(table.out())
                .startsWith("Group " + rig.environment("x").get("MEDIA_DELETER_GROUP_ID") + " at 20")
                .contains(
                        "NOTE: Healthy: no requests are waiting. Calls go to 127.0.0.1:",
                        "INSTANCE",
                        "1 unresolved dead letter:",
                        "1 × MALFORMED");
        assertThat(table.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));

        Cli json = rig.cli("status", "--format", "json", "--timeout", "1m").ended(0);
        assertThat(json.out().lines()).hasSize(1);
        JsonNode group = Json.read(json.out());
        assertThat(group.path("level").asText()).isEqualTo("busy");
        assertThat(group.path("instances").path(0).path("name").asText()).isEqualTo("a");
        assertThat(group.path("instances").path(0).path("member").asBoolean()).isTrue();
        assertThat(group.path("topics")).hasSize(7);
        assertThat(group.path("backlog").path("due").asLong()).isZero();
        assertThat(group.path("deadLetters").path("unresolved").asLong()).isEqualTo(1);
        assertThat(group.path("gaps")).isEmpty();
    }

    @Test
    void everyInstanceDown_isToldByTheJarWithLittleMemory() throws Exception {
        rig.requestAll(IntStream.range(1, 41).mapToObj(String::valueOf));

        String printed = new Jar(directory, rig.environment("x")).runPlain(1, "64m", "status", "--timeout", "1m");

        assertThat(printed.replaceAll("\\s+", " "))
                .contains(" is running. 40 requests are due. Start one: media-deleter run.", "No instances.");
    }

    @Test
    void watch_drawsAnewOnATerminalUntilCtrlC() throws Exception {
        try (Jar.Running run = new Jar(directory, rig.environment("x")).startOnTerminal("status", "--watch")) {
            await("a second drawing, and what Kafka tells")
                    .until(() -> drawings(run) >= 2 && run.printed().contains("STOPPED: No instance of the group"));
            run.type(CTRL_C);

            assertThat(run.ended(0))
                    .contains(
                            "Asking " + rig.settings("x").kafka().bootstrapServers()
                                    + " how the group is doing; that takes at most 10 s.",
                            "STOPPED: No instance of the group")
                    .doesNotContain("Exception");
        }
    }

    private static int drawings(Jar.Running run) {
        return run.printed().split("\u001b\\[HGroup ", -1).length - 1;
    }

    @Test
    void watchWithoutATerminal_isRefusedForPeople() {
        Cli refused = rig.cli("status", "--watch").ended(2);

        assertThat(refused.err()).contains("--format json");
    }

    @Test
    void kafkaThatIsAway_endsInOneSentence() {
        Map<String, String> nowhere = new HashMap<>(rig.environment("x"));
        nowhere.put("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");

        Cli failed = Cli.run(nowhere, "status", "--timeout", "2s").ended(1);

        assertThat(failed.out()).isEmpty();
        assertThat(failed.said().lines()).singleElement().asString().contains("127.0.0.1:1");
    }
}
