package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.control.Selector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Of which characters are lost, or seem to be. */
class SelectorArgumentsTest {

    private static final String LOST = "event:e-\uFFFD";

    @TempDir
    private Path directory;

    private static Set<Selector> standing(boolean exactly, String... args) {
        SelectorArguments arguments = new SelectorArguments();
        CommandLine command = new CommandLine(arguments);
        command.parseArgs(args);
        return arguments.readStanding(command, exactly);
    }

    private String file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("selectors.txt"), bytes).toString();
    }

    @Test
    void whoMeansEverything_isToldOfPauseAndResume() {
        for (String everything : new String[] {"*", "media:*", "all:", "all:x"}) {
            assertThatThrownBy(() -> standing(false, everything))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining(
                            "media-deleter pause --reason TEXT stops everything, and media-deleter resume lifts"
                                    + " that");
        }
        assertThatThrownBy(() -> standing(false, "al:x")).message().doesNotContain("Do you mean");
    }

    /** Whoever may write to the topic can plant one in the list that others copy. */
    @Test
    void keyOfAFile_mayHaveTheReplacementCharacter() throws IOException {
        String file = file(("media:1\n" + LOST + "\nevent:\uD800\uDC00\n").getBytes(StandardCharsets.UTF_8));

        assertThat(standing(false, "--file", file))
                .extracting(Selector::toString)
                .containsExactly("media:1", LOST, "event:\uD800\uDC00");
    }

    @Test
    void bytesThatAreNotUtf8_areRefusedWhateverIsMeant() throws IOException {
        String file = file("media:1\nevent:caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        for (boolean exactly : new boolean[] {false, true}) {
            assertThatThrownBy(() -> standing(exactly, "--file", file))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageStartingWith("line 2: 'event:caf?' is not UTF-8\nNothing was written.");
        }
    }

    @Test
    void jsonString_isTheKeyThatItStandsFor() throws IOException {
        String file = file("\"event:a\\nb\"\r\n  \"media:1\" \n\nevent:a\"\n".getBytes(StandardCharsets.UTF_8));

        assertThat(standing(false, "--file", file))
                .extracting(Selector::toString)
                .containsExactly("event:a\nb", "media:1", "event:a\"");
        assertThat(standing(false, "\"event:\\u000a\""))
                .extracting(Selector::toString)
                .containsExactly("event:\n");
    }

    /** Half of a character would be looked for as a question mark. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\"media:1", "\"media:1\" \"media:2\"", "\"media:1\",", "\"event:\\ud800\"", "\"event:\\udc00\""
            })
    void whatBeginsAsAJsonString_andIsNone_isRefused(String line) throws IOException {
        String file = file(("media:3\n" + line).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> standing(false, "--file", file))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith(
                        "line 2: '" + line + "' begins with a quote and is no JSON string\nNothing was");
    }

    @Test
    void listInJson_isRefusedWithWhatToDo() throws IOException {
        String file = file("{\"key\":\"media:1\"}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> standing(false, "--file", file)).hasMessageContaining("`jq .key`");
    }

    /** Of a shell's argument nothing tells whether it was so. */
    @Test
    void argumentWithTheReplacementCharacter_isRefusedWithWhatToDo() {
        assertThatThrownBy(() -> standing(false, "media:1", LOST))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("'" + LOST + "' ")
                .hasMessageContaining("; if the hold itself has it, give --exactly\n")
                .hasMessageNotContaining("is not a selector");
        assertThat(standing(true, LOST)).hasSize(1);
    }

    @Test
    void holdIsNotPutOnByWhatIsLost() throws IOException {
        SelectorArguments arguments = new SelectorArguments();
        CommandLine command = new CommandLine(arguments);
        command.parseArgs("--file", file(LOST.getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> arguments.read(command, true))
                .hasMessageStartingWith("line 1: '" + LOST + "' has U+FFFD in it: characters were lost before\n");
    }
}
