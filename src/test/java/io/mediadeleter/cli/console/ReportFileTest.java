package io.mediadeleter.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportFileTest {

    @Test
    void cells_areJoined() {
        assertThat(ReportFile.row(List.of("7447398156998994860", "", "GONE")))
                .isEqualTo("\"7447398156998994860\",,\"GONE\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain | \"plain\"",
                "say \"x\", please | \"say \"\"x\"\", please\"",
                "=1+1 | \"'=1+1\"",
                "+1 | \"'+1\"",
                "-1 | \"'-1\"",
                "@SUM(A1) | \"'@SUM(A1)\"",
                "\uff1d1 | \"'\uff1d1\"",
                "a=1 | \"a=1\""
            })
    void cells_areQuotedAndNeverFormulas(String text, String cell) {
        assertThat(ReportFile.row(List.of(text))).isEqualTo(cell);
    }

    /** As {@code current.csv}, which leads to where the reports are kept. */
    @Test
    void linkToAReport_staysOne_andLeadsToTheNewReport(@TempDir Path directory) throws IOException {
        Path kept = Files.writeString(directory.resolve("kept"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("current.csv"), kept);
        try (ReportFile report = ReportFile.begin(link, List.of("a"))) {
            report.finish();
        }

        assertThat(link).isSymbolicLink();
        assertThat(kept).hasContent("a");
    }

    /** Who finds both could not tell which of them counts. */
    @Test
    void wholeReport_leavesNoPartialOneBesideIt(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("r.csv");
        try (ReportFile early = ReportFile.begin(file, List.of("a"))) {
            assertThat(early.finishPartial()).exists();
        }
        try (ReportFile whole = ReportFile.begin(file, List.of("a"))) {
            whole.finish();
        }

        assertThat(directory.toFile().list()).containsExactly("r.csv");
    }

    @Test
    void controlCharacters_neitherBeginAFormulaNorALine() {
        assertThat(ReportFile.row(List.of("\t=1", "a\r\nb"))).isEqualTo("\"'\\u0009=1\",\"a\\u000d\\u000ab\"");
    }
}
