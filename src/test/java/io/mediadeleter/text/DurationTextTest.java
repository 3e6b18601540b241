package io.mediadeleter.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(DurationText.parse(text)).isEqualTo(duration.truncatedTo(ChronoUnit.MILLIS));
    }

    @Property
    void whatWasPrinted_isReadAsTheSame(@ForAll @LongRange(min = 0, max = 4_000_000_000L) long count) {
        Duration ofMillis = Duration.ofMillis(count % 1_000_000_000);
        Duration ofSeconds = Duration.ofSeconds(count);

        assertThat(DurationText.parse(DurationText.of(ofMillis))).isEqualTo(ofMillis);
        assertThat(DurationText.parse(DurationText.of(ofSeconds))).isEqualTo(ofSeconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30m1h", "1h1h", "1s1m", "-1h30m", "1h-30m", "1h30", "1h 30m", "1d2h", "1s5ms", "1H30M", "h"
            })
    void whatIsNoDuration_isRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(DateTimeParseException.class);
    }
}
