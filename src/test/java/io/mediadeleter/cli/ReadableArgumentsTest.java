package io.mediadeleter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class ReadableArgumentsTest {

    private static final String LOST = "J\uFFFDrgen";

    private final StringWriter said = new StringWriter();
    private final AtomicInteger runs = new AtomicInteger();

    private int run(boolean isLost, String command, String argument) {
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
                .setExecutionStrategy(new ReadableArguments(parsed -> runs.getAndIncrement(), i -> isLost && i == 1))
                .execute(command, argument);
    }

    /** The id may be so in earnest. */
    @Test
    void replacementCharacter_isLookedForWithANote() {
        assertThat(run(false, "trace", LOST)).isEqualTo(ExitCode.OK);

        assertThat(runs).hasValue(1);
        assertThat(said.toString())
                .startsWith("Note: Argument 2, '" + LOST + "', ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "request", "add", "remove", "set", "verify"})
    void whatCouldNotBeRead_isRefused(String command) {
        assertThat(run(true, command, "J\\xfcrgen")).isEqualTo(ExitCode.USAGE);

        assertThat(runs).hasValue(0);
        assertThat(said.toString()).startsWith("Argument 2, 'J\\xfcrgen', is not UTF-8. Nothing was done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "add", "set"})
    void nothingIsWrittenWithLostCharacters(String command) {
        assertThat(run(false, command, LOST)).isEqualTo(ExitCode.USAGE);

        assertThat(runs).hasValue(0);
        assertThat(said.toString()).startsWith("Argument 2, '" + LOST + "', ").contains("Nothing was done");
    }

    @Test
    void stopping_isNotKeptFromByAReasonThatIsLost() {
        assertThat(run(true, "pause", "J\\xfcrgen")).isEqualTo(ExitCode.OK);

        assertThat(runs).hasValue(1);
        assertThat(said.toString()).startsWith("Note: Argument 2, 'J\\xfcrgen', is not UTF-8.");
    }

    @Test
    void wholeArguments_areNotSpokenOf() {
        assertThat(run(false, "trace", "J\u00fcrgen")).isEqualTo(ExitCode.OK);

        assertThat(said.toString()).isEmpty();
    }
}
