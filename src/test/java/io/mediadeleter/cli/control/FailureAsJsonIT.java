package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Terminal;
import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.fixture.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Programs read one object on standard output, also where a command fails. */
@WithKafka.Together
class FailureAsJsonIT {

    private static final String OURS = "{\"reason\":\"ours\"}";

    private final KafkaFixture kafka;
    private final HoldRig rig;

    @TempDir
    private Path directory;

    FailureAsJsonIT(KafkaFixture kafka) {
        this.kafka = kafka;
        rig = new HoldRig(kafka);
    }

    @Test
    void whatFailsBeforeItWrites_isToldAsOneObject() throws Exception {
        rig.set("MEDIA_DELETER_TOPICS_CONTROL", kafka.unique("none"));

        assertFailed("pause", "certain", "Not paused: ", rig.run("pause", "--reason", "r", "--format", "json"));
        assertFailed(
                "holds add",
                "certain",
                "does not exist",
                rig.run("holds", "add", "media:1", "--reason", "r", "--format", "json"));
        assertFailed(
                "holds remove",
                "complete",
                "does not exist",
                rig.run("holds", "remove", "media:1", "--format", "json"));
        assertFailed("resume", "complete", "does not exist", rig.run("resume", "--format", "json"));
    }

    @Test
    void decisionAboutOffsetsWithoutAControlTopic_isToldAsNone() throws Exception {
        rig.heldLetter(0, "media:1"); // and its request, for which the group has no offset
        rig.set("MEDIA_DELETER_TOPICS_CONTROL", kafka.unique("none"));

        Cli set = rig.run("offsets", "set", "latest", "--format", "json").ended(1);

        JsonNode told = Json.read(set.out());
        assertThat(told.path("decided").asBoolean(true)).isFalse();
        assertThat(told.path("problem").asText()).contains("does not exist");
    }

    @Test
    void fileThatIsMissing_isToldAsOneObject() throws Exception {
        String missing = directory.resolve("missing.txt").toString();

        assertFailed(
                "holds add",
                "certain",
                "missing.txt",
                rig.run("holds", "add", "--file", missing, "--reason", "r", "--format", "json"));
        assertFailed(
                "holds remove",
                "complete",
                "missing.txt",
                rig.run("holds", "remove", "--file", missing, "--format", "json"));
    }

    @Test
    void holdThatStandsAlready_isToldAsOneObject() throws Exception {
        rig.write("media:1", OURS);

        Cli refused = rig.run("holds", "add", "media:1", "--reason", "r", "--format", "json");

        assertFailed("holds add", "certain", "Nothing was written: 1 of 1 selectors are held already", refused);
        assertThat(refused.err()).contains("Nothing was written: 1 of 1 selectors");
    }

    @Test
    void whatEndsEarly_saysHowMuchIsWritten() throws Exception {
        Path file = Files.write(
                directory.resolve("many.txt"),
                IntStream.rangeClosed(1, 1_001)
                        .mapToObj(number -> "media:" + number)
                        .toList());

        JsonNode added = runAndStop(HoldsAddCommand::new, "--file", file.toString(), "--reason", "r");
        assertThat(rig.standing()).hasSize(1_000);
        rig.write("media:1001", OURS);
        JsonNode removed = runAndStop(HoldsRemoveCommand::new, "--file", file.toString());
        assertThat(rig.standing()).hasSize(1);
        rig.write(
                IntStream.rangeClosed(1, 1_001).mapToObj(each -> "all:" + each).toList(), OURS);
        JsonNode resumed = runAndStop(ResumeCommand::new);

        assertThat(List.of(added, removed, resumed)).allSatisfy(told -> {
            assertThat(told.path("written").asInt()).as("%s", told).isEqualTo(1_000);
            assertThat(told.path("problems"))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.asText()).startsWith("Stopped: 1,000 of 1,001 "));
        });
        assertThat(added.path("certain").asBoolean(true)).isFalse();
        assertThat(removed.path("complete").asBoolean(true)).isFalse();
        assertThat(resumed.path("complete").asBoolean(true)).isFalse();
    }

    @Test
    void whatIsComplete_saysSo() throws Exception {
        rig.write("media:1", OURS);
        rig.write("all:x", OURS);

        JsonNode removed = Json.read(
                rig.run("holds", "remove", "media:1", "--format", "json").out());
        JsonNode absent = Json.read(
                rig.run("holds", "remove", "media:1", "--format", "json").out());
        JsonNode resumed = Json.read(rig.run("resume", "--format", "json").out());

        assertThat(List.of(removed, resumed))
                .allMatch(told -> told.path("complete").asBoolean())
                .allMatch(told -> told.path("written").asInt() == 1)
                .allMatch(told ->
                        told.path("problems").isArray() && told.path("problems").isEmpty());
        assertThat(absent.path("complete").asBoolean(true)).isFalse();
        assertThat(absent.path("problems")).hasSize(1);
    }

    /** Its tombstone is acknowledged by then: deletion goes on. */
    @Test
    void whatIsLiftedBeforeALookFails_isToldAsLifted() throws Exception {
        rig.write("all:x", OURS);
        StoppedTime afterTheTombstone = new StoppedTime() {
            private boolean isSpoilt;

            @Override
            public long nanoTime() {
                if (!isSpoilt && rig.standing().isEmpty()) {
                    isSpoilt = true;
                    kafka.configure("message.timestamp.type", "CreateTime", rig.controlTopic());
                }
                return super.nanoTime();
            }
        };

        Cli output = run(ResumeCommand::new, stop -> {}, afterTheTombstone).ended(1);

        JsonNode told = Json.read(output.out());
        assertThat(told.path("complete").asBoolean(true)).isFalse();
        assertThat(told.path("written").asInt()).isEqualTo(1);
        assertThat(told.path("problems"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.asText())
                        .startsWith("1 of 1 pauses are lifted. What came meanwhile is not certain: ")
                        .contains("message.timestamp.type=LogAppendTime"));
    }

    @Test
    void holdThatIsReplacedUnseen_isAProblemForPrograms() throws Exception {
        Consumer<Runnable> another = written -> rig.write("media:1", "{\"reason\":\"theirs\"}");
        Cli output = run(HoldsAddCommand::new, another, new StoppedTime(), "media:1", "--reason", "r")
                .ended(1);

        JsonNode told = Json.read(output.out());
        assertThat(told.path("certain").asBoolean()).as("%s", told).isTrue();
        assertThat(told.path("problems"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.asText())
                        .startsWith("Replaced a hold that came meanwhile: media:1 since ")
                        .contains("theirs"));
        assertThat(output.err()).contains("Replaced a hold that came meanwhile: media:1 since ");
    }

    private void assertFailed(String command, String whole, String problem, Cli cli) {
        assertThat(cli.ended(1).out().lines()).as("%s", cli).hasSize(1);
        JsonNode told = Json.read(cli.out());
        assertThat(told.path("command").asText()).isEqualTo(command);
        assertThat(told.path(whole).asBoolean(true)).isFalse();
        assertThat(told.path("written").asInt(-1)).isZero();
        assertThat(told.path("problems"))
                .singleElement()
                .satisfies(first -> assertThat(first.asText()).contains(problem));
    }

    /** Stops it with a signal behind its first thousand. */
    private JsonNode runAndStop(Function<ProcessContext, Callable<Integer>> command, String... args) {
        AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
        StoppedTime afterTheFirstThousand = new StoppedTime() {
            @Override
            public long nanoTime() {
                stop.get().run();
                return super.nanoTime();
            }
        };
        return Json.read(
                run(command, stop::set, afterTheFirstThousand, args).ended(1).out());
    }

    private Cli run(
            Function<ProcessContext, Callable<Integer>> command,
            Consumer<Runnable> onSignal,
            StoppedTime time,
            String... args) {
        Settings settings = Settings.load(rig.environment(), null);
        ProcessContext process = new ProcessContext(() -> settings, Terminal.system(), onSignal, time);
        return Cli.run(
                new CommandLine(command.apply(process)).setCaseInsensitiveEnumValuesAllowed(true),
                Stream.concat(Stream.of(args), Stream.of("--format", "json")).toArray(String[]::new));
    }
}
