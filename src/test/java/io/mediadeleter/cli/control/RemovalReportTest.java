package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.control.RemovalReport.Removal;
import io.mediadeleter.control.Selector;
import io.mediadeleter.fixture.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RemovalReportTest {

    private static final Selector MEDIA = Selector.parse("media:52").orElseThrow();

    /** Ends the removal of these, by which no dead letter, or one of each, is HELD. */
    @Command(name = "remove")
    private static final class Ending implements Callable<Integer> {

        @Mixin
        private final OutputFormat.Choice format = new OutputFormat.Choice();

        private final Removal end;
        private final Map<Selector, Long> held;

        Ending(Removal end, Map<Selector, Long> held) {
            this.end = end;
            this.held = held;
        }

        @Override
        public Integer call() {
            return new RemovalReport(format, false).conclude(end, keys -> new HeldDeadLetters(held, 0));
        }
    }

    private static Cli run(Removal end, Map<Selector, Long> held, String... args) {
        return Cli.run(new CommandLine(new Ending(end, held)).setCaseInsensitiveEnumValuesAllowed(true), args);
    }

    @Test
    void waitThatIsInterrupted_isNoProofThatNothingIsHeld() throws Exception {
        Removal interrupted = new Removal(List.of(MEDIA), List.of(), 0, false);

        Cli cli = run(interrupted, Map.of()).ended(1);
        assertThat(cli.out()).doesNotContain("No dead letter");
        assertThat(cli.err())
                .startsWith("Interrupted: dead letters that were being written were not waited for")
                .contains("media-deleter dead-letters list --fault HELD");

        var told = Json.read(
                run(interrupted, Map.of(), "--format", "json").ended(1).out());
        assertThat(told.path("complete").asBoolean(true)).isFalse();
        assertThat(told.path("problems").path(0).asText()).startsWith("Interrupted: ");
        assertThat(told.path("heldDeadLetters").isNull()).isTrue();
        assertThat(told.path("written").asInt()).isEqualTo(1);
    }

    @Test
    void waitThatIsOver_isFollowedByACount() {
        assertThat(run(new Removal(List.of(MEDIA), List.of(), 0, true), Map.of())
                        .ended(0)
                        .out())
                .isEqualTo("No dead letter is HELD by it.\n");
        assertThat(run(new Removal(List.of(MEDIA), List.of(), 0, true), Map.of(MEDIA, 1L))
                        .ended(0)
                        .out())
                .contains("1 dead letter is HELD by it.", "media-deleter dead-letters replay --hold media:52 --yes\n")
                .doesNotContain("\\u");
    }

    /** The command is run as it stands. */
    @Test
    void keyThatCannotBeSeen_isAJsonStringInTheCommand() {
        Selector key = Selector.parse("event:two\nlines").orElseThrow();

        assertThat(run(new Removal(List.of(key), List.of(), 0, true), Map.of(key, 1L))
                        .ended(0)
                        .out())
                .endsWith("  media-deleter dead-letters replay --hold '\"event:two\\u000alines\"' --yes\n");
    }
}
