package io.mediadeleter.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.Cli;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words for a format are those of all other commands, and the one that this command had before. */
class CheckFormatTest {

    @ParameterizedTest
    @CsvSource({"table, wrong", "text, wrong", "json, {"})
    void format_isTakenByEachName(String format, String start) {
        Cli cli = Cli.run(Map.of("MEDIA_DELETER_GROUP_ID", " "), "check", "--format", format)
                .ended(1);

        assertThat(cli.out()).startsWith(start);
        assertThat(cli.err()).isEmpty();
    }
}
