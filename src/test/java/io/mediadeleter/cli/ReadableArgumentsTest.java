package io.mediadeleter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class ReadableArgumentsTest {

    private static final String LOST = "J\uFFFDrgen";

    private final StringWriter said = new StringWriter();
    private final AtomicInteger runs = new AtomicInteger();

    private int run(boolean isUtf8, String command, String argument) {
        CommandSpec top = CommandSpec.create().name("top");
        top.addSubcommand(
                command,
                CommandSpec.create()
                        .name(command)
                        .addPositional(PositionalParamSpec.builder()
                                .index("0")
                                .type(String.class)
                                .build()));
        return new CommandLine(top)
                .setErr(new PrintWriter(said, true))
                .setExecutionStrategy(new ReadableArguments(parsed -> runs.getAndIncrement(), isUtf8))
                .execute(command, argument);
    }

    /** The id may be so in earnest, or be bytes of another charset: nothing tells the two apart. */
    @Test
    void inAUtf8Locale_lostCharactersAreLookedForWithANote() {
        assertThat(run(true, "trace", LOST)).isEqualTo(ExitCode.OK);

        assertThat(runs).hasValue(1);
        assertThat(said.toString())
                .startsWith("Note: Argument 2, '" + LOST + "', ")
                .hasLineCount(1);
    }

    @Test
    void inAnotherLocale_nothingIsLookedFor() {
        assertThat(run(false, "trace", LOST)).isEqualTo(ExitCode.USAGE);

        assertThat(runs).hasValue(0);
        assertThat(said.toString()).startsWith("Argument 2, '" + LOST + "', ").contains("Nothing was done");
    }

    @Test
    void nothingIsPublishedWithLostCharacters_inAnyLocale() {
        assertThat(run(true, "request", LOST)).isEqualTo(ExitCode.USAGE);

        assertThat(runs).hasValue(0);
    }

    @Test
    void stopping_isNotKeptFromByAReasonThatIsLost() {
        assertThat(run(false, "pause", LOST)).isEqualTo(ExitCode.OK);

        assertThat(runs).hasValue(1);
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void wholeArguments_areNotSpokenOf() {
        assertThat(run(true, "trace", "J\u00fcrgen")).isEqualTo(ExitCode.OK);

        assertThat(said.toString()).isEmpty();
    }
}
