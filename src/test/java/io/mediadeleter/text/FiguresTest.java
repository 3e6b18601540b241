package io.mediadeleter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @Test
    void numbers_areWrittenInGroupsOfThree() {
        assertThat(Figures.number(1_204)).isEqualTo("1,204");
        assertThat(Figures.count(0, "request")).isEqualTo("0 requests");
        assertThat(Figures.count(1, "request")).isEqualTo("1 request");
        assertThat(Figures.count(1_204, "request")).isEqualTo("1,204 requests");
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 1 s",
        "PT0.4S, 1 s",
        "PT1.5S, 2 s",
        "PT119.4S, 119 s",
        "PT119.5S, 2 min",
        "PT2M29S, 2 min",
        "PT2M59S, 3 min",
        "PT119M59S, 2.0 h",
        "PT2H30M, 2.5 h",
        "PT47H, 47.0 h",
        "PT50H, 2.1 days",
        "PT71H, 3.0 days"
    })
    void lengthsOfTime_areRounded(Duration length, String shown) {
        assertThat(Figures.about(length)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"PT1M59S, 119 seconds", "PT119M, 119 minutes", "PT47H59M, 47 hours", "PT48H, 2 days"})
    void lengthsOfTime_areToldInTheLargestUnitOfTwoOrMore(Duration length, String told) {
        assertThat(Figures.inWords(length)).isEqualTo(told);
    }

    @Test
    void ofManyNames_someAreNamed() {
        assertThat(Figures.some(List.of("a", "b"), 2)).isEqualTo("a, b");
        assertThat(Figures.some(List.of("a", "b", "c"), 2)).isEqualTo("a, b and 1 more");
    }
}
