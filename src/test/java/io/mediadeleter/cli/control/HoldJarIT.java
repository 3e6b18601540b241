package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.JarRun;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as they ship: in processes, on a terminal, with many holds and little memory. */
@WithKafka.Together
class HoldJarIT {

    private static final int MANY = 100_000;
    private static final String CTRL_C = "\u0003";
    private static final Pattern STOPPED = Pattern.compile("Stopped: ([0-9,]+) of ([0-9,]+) holds are written");

    @TempDir
    private Path directory;

    private final HoldRig rig;

    HoldJarIT(KafkaFixture kafka) {
        rig = new HoldRig(kafka);
    }

    @Test
    void hundredThousandHolds_areAddedListedAndRemovedInLittleMemory() throws Exception {
        String file = file(MANY);
        try (JarRun added = terminal("holds", "add", "--file", file, "--reason", "audit", "--by", "me")) {
            assertThat(added.exitCode()).as(added.printed()).isZero();
            assertThat(added.printed())
                    .contains("[#", "100,000 holds written.", "Held. No call for them starts after ");
        }
        assertThat(rig.standing()).hasSize(MANY);

        try (JarRun twice = run("128m", "holds", "add", "--file", file, "--reason", "audit")) {
            assertThat(twice.exitCode()).isEqualTo(1);
            assertThat(twice.printed())
                    .contains("100,000 of 100,000 selectors are held already", "  media:1 since ", "and 99,995 more");
        }
        try (JarRun listed = run("64m", "holds", "list")) {
            assertThat(listed.exitCode()).as("list").isZero();
            assertThat(listed.printed()).startsWith("0 pauses, 100,000 holds.").contains("by me: audit");
            assertThat(listed.printed().lines()).hasSize(MANY + 3);
        }
        try (JarRun paused = run("64m", "pause", "--reason", "more than memory holds")) {
            assertThat(paused.exitCode()).as(paused.printed()).isZero();
            assertThat(paused.printed()).doesNotContain("\r", "\u001b");
        }
        try (JarRun removed = run("128m", "holds", "remove", "--file", file)) {
            assertThat(removed.exitCode()).as(removed.printed()).isZero();
            assertThat(removed.printed())
                    .contains("100,000 holds removed.", "No dead letter is HELD by them.")
                    .doesNotContain("\r", "\u001b");
        }
        assertThat(rig.standing()).hasSize(1);
    }

    @Test
    void ctrlCInALargeFile_saysWhatIsWrittenAndHowToGoOn() throws Exception {
        String file = file(300_000);
        long written;
        try (JarRun stopped = terminal("holds", "add", "--file", file, "--reason", "r")) {
            awaitTrue(() -> stopped.printed().contains("[#"));
            stopped.type(CTRL_C);
            assertThat(stopped.exitCode()).as(stopped.printed()).isEqualTo(1);
            Matcher said = STOPPED.matcher(stopped.printed());
            assertThat(said.find()).as(stopped.printed()).isTrue();
            assertThat(said.group(2)).isEqualTo("300,000");
            assertThat(stopped.printed()).contains("Run the same command with --replace to write all of them");
            written = Long.parseLong(said.group(1).replace(",", ""));
        }
        assertThat(rig.standing()).hasSize((int) written);
    }

    @Test
    void resumeAndRemove_askOnATerminal() {
        rig.write("all:x", "{\"reason\":\"wrong export\"}");
        rig.write("media:1", "{\"reason\":\"case 12\"}");
        try (JarRun refused = terminal("resume")) {
            awaitTrue(() -> refused.printed().contains("Lift all of it? Deletion goes on then. [y/N]"));
            refused.type("n\n");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.printed()).contains("wrong export", "Nothing was lifted.");
        }
        try (JarRun refused = terminal("holds", "remove", "media:1")) {
            awaitTrue(() -> refused.printed().contains("[y/N]"));
            refused.type("\n");
            assertThat(refused.exitCode()).isEqualTo(1);
        }
        assertThat(rig.standing()).containsOnlyKeys("all:x", "media:1");

        try (JarRun resumed = terminal("resume")) {
            resumed.type("y\n");
            assertThat(resumed.exitCode()).as(resumed.printed()).isZero();
        }
        try (JarRun removed = terminal("holds", "remove", "media:1", "--yes")) {
            assertThat(removed.exitCode()).as(removed.printed()).isZero();
        }
        assertThat(rig.standing()).isEmpty();
    }

    /** What came while the question stood is no part of the answer. */
    @Test
    void pauseThatComesWhileResumeAsks_stands() {
        rig.write("all:x", "{\"reason\":\"first\"}");
        try (JarRun resumed = terminal("resume")) {
            awaitTrue(() -> resumed.printed().contains("[y/N]"));
            rig.write("all:y", "{\"reason\":\"second\"}");
            resumed.type("y\n");
            assertThat(resumed.exitCode()).as(resumed.printed()).isEqualTo(1);
            assertThat(resumed.printed()).contains("1 lifted, but still paused:", "second");
        }
        assertThat(rig.standing()).containsOnlyKeys("all:y");
    }

    @Test
    void ctrlCWhilePauseWaits_saysThatItStands() {
        try (JarRun stopped = terminal("pause", "--reason", "r")) {
            awaitTrue(() -> stopped.printed().contains("is written. Waiting"));
            stopped.type(CTRL_C);
            assertThat(stopped.exitCode()).as(stopped.printed()).isEqualTo(1);
            assertThat(stopped.printed()).contains("Written, but it is not certain", "it was not waited until");
        }
        assertThat(rig.standing()).hasSize(1);
    }

    private String file(int count) throws IOException {
        return Files.writeString(
                        directory.resolve("selectors.txt"),
                        IntStream.rangeClosed(1, count)
                                .mapToObj(number -> "media:" + number)
                                .collect(Collectors.joining("\n")))
                .toString();
    }

    private JarRun run(String heap, String... args) {
        return JarRun.plain(directory, rig.environment(), heap, args);
    }

    private JarRun terminal(String... args) {
        return JarRun.onTerminal(directory, rig.environment(), args);
    }

    private static void awaitTrue(BooleanSupplier condition) {
        await().pollInterval(Duration.ofMillis(20)).until(condition::getAsBoolean);
    }
}
