package io.mediadeleter.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowTest {

    @Test
    void plainCells_areJoined() {
        assertThat(CsvRow.of(List.of("7447398156998994860", "", "GONE"))).isEqualTo("7447398156998994860,,GONE");
    }

    @Test
    void separatorsQuotesAndLineEnds_areQuoted() {
        assertThat(CsvRow.of(List.of("a,b", "say \"x\"", "two\nlines")))
                .isEqualTo("\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"})
    void formula_isNoFormulaAnyMore(String text) {
        assertThat(CsvRow.of(List.of(text))).isEqualTo("'" + text);
    }

    @Test
    void formulaThatIsQuoted_hasTheApostropheWithinTheQuotes() {
        assertThat(CsvRow.of(List.of("=HYPERLINK(\"http://x\",1)"))).isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",1)\"");
    }
}
