package io.mediadeleter.kafka.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        "2026-12-31T23:59:60Z, 2027-01-01T00:00:00Z",
        "2026-12-31T23:59:60.5Z, 2027-01-01T00:00:00Z",
        "2027-01-01T05:29:60+05:30, 2027-01-01T00:00:00Z",
        "2026-12-31 00:00:00z, 2026-12-31T00:00:00Z",
        "2026-12-31t00:00:00+23:59, 2026-12-30T00:01:00Z",
        "2026-12-31T00:00:00-23:59, 2026-12-31T23:59:00Z",
        "2026-12-31T00:00:00.1234567899Z, 2026-12-31T00:00:00.123456789Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
    })
    void whatTheLibraryDoesNotTake_isReadAll(String text, Instant time) {
        assertThat(Rfc3339.instant(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-12-31",
                "2026-12-31T00:00Z",
                "2026-12-31T00:00:00",
                "2026-02-29T00:00:00Z",
                "2026-12-31T12:34:60Z",
                "2026-12-31T00:00:00Z\n",
                "2026-12-31T00:00:00.00000000000000000000000000000000000000000000000000Z"
            })
    void anythingElse_isNoTime(String text) {
        assertThat(Rfc3339.instant(text)).isEmpty();
    }
}
