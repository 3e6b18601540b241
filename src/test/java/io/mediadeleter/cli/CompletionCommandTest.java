package io.mediadeleter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script does in a real bash what the Tab key asks of it. */
@Timeout(180)
class CompletionCommandTest {

    @TempDir
    Path directory;

    @BeforeEach
    void writeScript() throws IOException {
        Cli cli = Cli.run(Map.of(), "completion").ended(0);
        assertThat(cli.said()).isEmpty();
        Files.writeString(directory.resolve("script"), cli.out());
        Files.writeString(directory.resolve("my requests.jsonl"), "");
    }

    @Test
    void script_isRegisteredForTheProgramAndSaysNothing() throws Exception {
        assertThat(bash("complete -p media-deleter")).singleElement().asString().endsWith("media-deleter");
    }

    @Test
    void firstWord_isACommand() throws Exception {
        assertThat(completed("media-deleter", "")).contains("run", "topics", "request", "simulator", "completion");
        assertThat(completed("media-deleter", "top")).containsExactly("topics");
    }

    @Test
    void wordAfterACommand_isItsSubcommandOrOption() throws Exception {
        assertThat(completed("media-deleter", "topics", "")).contains("create", "check");
        assertThat(completed("media-deleter", "request", "--file-")).containsExactly("--file-id");
        assertThat(completed("media-deleter", "request", "--")).contains("--config", "--part", "--help");
    }

    @Test
    void optionThatTakesAFile_offersFiles() throws Exception {
        assertThat(completed("media-deleter", "request", "--file", "my")).containsExactly("my requests.jsonl");
    }

    /** What is offered for the last of {@code words}. */
    private List<String> completed(String... words) throws IOException, InterruptedException {
        String quoted = String.join(
                " ", Arrays.stream(words).map(word -> "'" + word + "'").toList());
        return bash("COMP_WORDS=(" + quoted + ") COMP_CWORD=" + (words.length - 1)
                + " COMP_LINE='" + String.join(" ", words) + "' COMP_POINT=${#COMP_LINE}\n"
                + "f=$(complete -p media-deleter); f=${f##*-F }\n"
                + "compopt() { :; } # works only while Tab is pressed\n"
                + "${f%% *} media-deleter\n"
                + "printf '%s\\n' \"${COMPREPLY[@]}\"");
    }

    private List<String> bash(String commands) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder("bash", "--norc", "-c", "source ./script\n" + commands)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        List<String> lines =
                Files.readAllLines(out, UTF_8).stream().map(String::strip).toList();
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines;
    }
}
