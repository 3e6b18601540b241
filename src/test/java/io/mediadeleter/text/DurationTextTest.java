package io.mediadeleter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.25S, 250ms",
        "PT4S, 4s",
        "PT1M30S, 1m30s",
        "PT24H, 24h",
        "P30D, 30d",
        "PT36H, 36h",
        "PT61.5S, 61500ms",
        "PT5.0000001S, 5s"
    })
    void duration_readsAsPeopleWriteIt(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
    }
}
