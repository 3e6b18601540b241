package io.mediadeleter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.text.LostCharacters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "--nonsense",
                "topics",
                "topics nonsense",
                "topics create --nonsense",
                "request",
                "request --file-id 1 --file x",
                "request --reason why",
                "dead-letters",
                "dead-letters show",
                "dead-letters list --since yesterday",
                "dead-letters replay --all --rate x",
                "dead-letters replay --yes",
                "dead-letters discard --all",
                "request --file-id 1 --sub-app-id x",
                "request --file-id 1 --part :1",
                "request --file-id 1 --part Transcode:x",
                "topics create --config /does/not/exist",
                "help nonsense",
                "help topics nonsense",
                "dead-letters help nonsense",
            })
    void misuse_exitsWith2AndSaysSo(String args) {
        Cli cli = Cli.run(Map.of(), args.isEmpty() ? new String[0] : args.split(" "))
                .ended(2);

        assertThat(cli.err()).isNotBlank().doesNotContain("\tat ");
        assertThat(cli.err()).hasLineCount(2);
        assertThat(cli.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pause --reason r",
                "resume",
                "holds list",
                "request --file-id 1",
                "status",
                "topics create",
                "trace --file-id 1",
                "verify",
                "dead-letters list",
                "offsets set latest",
            })
    void timesOfKafkaThatContradictEachOther_areWrongSettings(String command) {
        Map<String, String> environment = Map.of(
                "MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "MEDIA_DELETER_KAFKA_CLIENT_REQUEST_TIMEOUT_MS", "10000",
                "MEDIA_DELETER_KAFKA_CLIENT_DEFAULT_API_TIMEOUT_MS", "5000");

        assertThat(Cli.run(environment, command.split(" ")).ended(2).err())
                .startsWith("1 setting is wrong:\n  media-deleter.kafka.client.default.api.timeout.ms = \"5000\" ");
    }

    @Test
    void requestWithLostCharacters_isRefused() {
        assertThat(Cli.run(Map.of(), "request", "--file-id", "1", "--requested-by", "J\uFFFD\uFFFDrgen")
                        .ended(2)
                        .err())
                .startsWith("Argument 5, 'J\uFFFD\uFFFDrgen', ")
                .contains("Nothing was done");
    }

    /** What is lost of a reason is less than what would go on being deleted. */
    @Test
    void lostCharactersOfAReason_keepNobodyFromPausing() {
        assertThat(Cli.run(Map.of(), "pause", "--reason", "L\uFFFDschung", "--by=")
                        .err())
                .startsWith("Note: Argument 3, 'L\uFFFDschung', ")
                .contains("--by is empty");
        for (String[] command : new String[][] {
            {"holds", "add", "--reason", "L\uFFFDschung", "media:1"},
            {"holds", "add", "--reason", "r", "requested-by:J\uFFFD\uFFFDrgen"},
            {"offsets", "set", "latest", "--by", "J\uFFFD\uFFFDrgen"}
        }) {
            assertThat(Cli.run(Map.of(), command).ended(2).err())
                    .startsWith("Argument ")
                    .contains("', " + LostCharacters.remedy() + ". Nothing was done");
        }
    }

    @Test
    void misspeltCommand_isAnsweredWithTheNearest() {
        assertThat(Cli.run(Map.of(), "topic").ended(2).err()).contains("topics");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "topics --help",
                "topics create --help",
                "topics check -h",
                "request --help",
                "dead-letters --help",
                "dead-letters replay --help"
            })
    void help_exitsWith0AndNamesTheConfigOption(String args) {
        Cli cli = Cli.run(Map.of(), args.split(" ")).ended(0);

        assertThat(cli.out()).contains("Usage:", "--config=FILE", "-h, --help");
    }

    @Test
    void helpAsAWord_isHelp() {
        assertThat(Cli.run(Map.of(), "help").out())
                .isEqualTo(Cli.run(Map.of(), "--help").out());
        assertThat(Cli.run(Map.of(), "help", "dead-letters", "replay").out())
                .isEqualTo(Cli.run(Map.of(), "dead-letters", "replay", "--help").out());
        assertThat(Cli.run(Map.of(), "dead-letters", "help", "replay").out())
                .isEqualTo(Cli.run(Map.of(), "dead-letters", "replay", "--help").out());
        for (String several : List.of("topics", "holds", "offsets", "dead-letters")) {
            assertThat(Cli.run(Map.of(), several, "help").out())
                    .isEqualTo(Cli.run(Map.of(), several, "--help").out());
        }
    }

    @Test
    void everyCommand_isDescribed() {
        assertDescribed(Main.commandLine(Map.of()));
    }

    @Test
    void version_isPrinted() {
        Cli cli = Cli.run(Map.of(), "--version").ended(0);

        assertThat(cli.out()).startsWith("media-deleter ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--config FILE topics create", "topics --config FILE create", "topics create --config FILE"})
    void configFile_isTakenAtEveryLevel(String args) throws IOException {
        Path file = Files.writeString(directory.resolve("bad.properties"), "media-deleter.dry-rum=true");

        Cli cli = Cli.run(Map.of(), args.replace("FILE", file.toString()).split(" "))
                .ended(2);

        assertThat(cli.err()).contains("did you mean media-deleter.dry-run?");
    }

    /** A script passes on what others wrote: that must neither bring options in nor read a file. */
    @Test
    void textThatBeginsWithAnAt_isText() throws IOException {
        Path options = Files.writeString(directory.resolve("options"), "r\n--for\n0s");
        String nowhere = directory.resolve("none").toString();

        for (Path named : List.of(options, directory)) {
            Cli cli = Cli.run(Map.of(), "pause", "--config", nowhere, "--reason", "@" + named);
            assertThat(cli.exitCode()).as("%s", cli).isEqualTo(2);
            assertThat(cli.err()).contains(nowhere);
        }
        assertThat(Cli.run(Map.of(), "simulator", "--latency", "@@slow")
                        .ended(2)
                        .err())
                .contains("@@slow");
    }

    private static void assertDescribed(CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(command.getCommandName())
                .isNotEmpty();
        command.getSubcommands().values().forEach(MainTest::assertDescribed);
    }
}
