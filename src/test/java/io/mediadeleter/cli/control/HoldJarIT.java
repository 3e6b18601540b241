package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
        try (Jar.Running added = terminal("holds", "add", "--file", file, "--reason", "audit", "--by", "me")) {
            assertThat(added.ended(0)).contains("[#", "100,000 holds written.", "Held. No call for them starts after ");
        }
        assertThat(rig.standing()).hasSize(MANY);

        assertThat(run(1, "128m", "holds", "add", "--file", file, "--reason", "audit"))
                .contains("100,000 of 100,000 selectors are held already", "  media:1 since ", "and 99,995 more");
        String listed = run(0, "64m", "holds", "list");
        assertThat(listed).startsWith("0 pauses, 100,000 holds.").contains("by me: audit");
        assertThat(listed.lines()).hasSize(MANY + 3);
        assertThat(run(0, "64m", "pause", "--reason", "more than memory holds")).doesNotContain("\r", "\u001b");
        assertThat(run(0, "128m", "holds", "remove", "--file", file))
                .contains("100,000 holds removed.", "No dead letter is HELD by them.")
                .doesNotContain("\r", "\u001b");
        assertThat(rig.standing()).hasSize(1);
    }

    @Test
    void ctrlCInALargeFile_saysWhatIsWrittenAndHowToGoOn() throws Exception {
        String file = file(300_000);
        long written;
        try (Jar.Running stopped = terminal("holds", "add", "--file", file, "--reason", "r")) {
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> stopped.printed().contains("[#"));
            stopped.type(CTRL_C);
            Matcher said = STOPPED.matcher(stopped.ended(1));
            assertThat(said.find()).as(stopped.printed()).isTrue();
            assertThat(said.group(2)).isEqualTo("300,000");
            assertThat(stopped.printed()).contains("Run the same command with --replace to write all of them");
            written = Long.parseLong(said.group(1).replace(",", ""));
        }
        assertThat(rig.standing()).hasSize((int) written);
    }

    @Test
    void resumeAndRemove_askOnATerminal() throws Exception {
        rig.write("all:x", "{\"reason\":\"wrong export\"}");
        rig.write("media:1", "{\"reason\":\"case 12\"}");
        try (Jar.Running refused = terminal("resume")) {
            await().until(() -> refused.printed().contains("Lift all of it? Deletion goes on then. [y/N]"));
            refused.type("n\n");
            assertThat(refused.ended(1)).contains("wrong export", "Nothing was lifted.");
        }
        try (Jar.Running refused = terminal("holds", "remove", "media:1")) {
            await().until(() -> refused.printed().contains("[y/N]"));
            refused.type("\n");
            refused.ended(1);
        }
        assertThat(rig.standing()).containsOnlyKeys("all:x", "media:1");

        try (Jar.Running resumed = terminal("resume")) {
            resumed.type("y\n");
            resumed.ended(0);
        }
        try (Jar.Running removed = terminal("holds", "remove", "media:1", "--yes")) {
            removed.ended(0);
        }
        assertThat(rig.standing()).isEmpty();
    }

    @Test
    void resumeAfterAHoldHasEnded_namesItAndAsks() throws Exception {
        rig.write("all:x", "{\"reason\":\"wrong export\"}");
        rig.write("media:1", "{\"reason\":\"suspicious\",\"until\":\"" + Instant.now() + "\"}");
        try (Jar.Running resumed = terminal("resume")) {
            await().until(
                            () -> resumed.printed(),
                            asked -> asked.contains("goes on then, also of what those holds named. [y/N]"));
            assertThat(resumed.printed()).contains("1 hold ended while deletion was paused", "  media:1 until ");
            resumed.type("y\n");
            resumed.ended(0);
        }
    }

    /** What came while the question stood is no part of the answer. */
    @Test
    void pauseThatComesWhileResumeAsks_stands() throws Exception {
        rig.write("all:x", "{\"reason\":\"first\"}");
        try (Jar.Running resumed = terminal("resume")) {
            await().until(() -> resumed.printed().contains("[y/N]"));
            rig.write("all:y", "{\"reason\":\"second\"}");
            resumed.type("y\n");
            assertThat(resumed.ended(1)).contains("1 lifted, but still paused:", "second");
        }
        assertThat(rig.standing()).containsOnlyKeys("all:y");
    }

    /** As under cron; the reason is for whoever finds deletion stopped. */
    @Test
    void withoutALocale_whatIsWrittenIsWhatWasGiven() throws Exception {
        Map<String, String> environment = new HashMap<>(rig.environment());
        environment.put("LC_ALL", "C");
        Jar jar = new Jar(directory, environment);

        jar.runInShell("holds add media:1 --reason gr$(printf '\\303\\266')er --by J$(printf '\\303\\266')rg")
                .ended(0);
        jar.runInShell("pause --reason L$(printf '\\366')schung --by ops").ended(0);

        assertThat(rig.standing()).containsEntry("media:1", "{\"reason\":\"gr\u00f6er\",\"by\":\"J\u00f6rg\"}");
        assertThat(rig.standing().values()).as("not UTF-8").contains("{\"reason\":\"L\\\\xf6schung\",\"by\":\"ops\"}");
    }

    @Test
    void ctrlCWhilePauseWaits_saysThatItStands() throws Exception {
        try (Jar.Running stopped = terminal("pause", "--reason", "r")) {
            await().until(() -> stopped.printed().contains("is written. Waiting"));
            stopped.type(CTRL_C);
            assertThat(stopped.ended(1)).contains("Written, but it is not certain", "it was not waited until");
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

    private String run(int exitCode, String heap, String... args) throws Exception {
        return new Jar(directory, rig.environment()).runPlain(exitCode, heap, args);
    }

    private Jar.Running terminal(String... args) throws Exception {
        return new Jar(directory, rig.environment()).startOnTerminal(args);
    }
}
