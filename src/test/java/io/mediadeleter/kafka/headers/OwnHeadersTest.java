package io.mediadeleter.kafka.headers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mediadeleter.event.Header;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnHeadersTest {

    private static OwnHeaders with(String text) {
        return OwnHeaders.of(List.of(new Header("md-time", text.getBytes(UTF_8))));
    }

    @Test
    void time_isMillisecondsOrIso8601() {
        assertThat(with("1764000000000").instant("md-time")).contains(Instant.ofEpochMilli(1_764_000_000_000L));
        assertThat(with("2026-11-25T09:14:00.123456789Z").instant("md-time"))
                .contains(Instant.parse("2026-11-25T09:14:00.123456789Z"));
    }

    /** It is written on as milliseconds, and what cannot be would end the service. */
    @ParameterizedTest
    @ValueSource(
            strings = {"0", "1772356443123000", "9223372036854775807", "9999-12-31T23:59:59Z", "-0001-01-01T00:00:00Z"})
    void timeThatMakesNoSense_canBeWrittenOn(String text) {
        assertThat(with(text).instant("md-time"))
                .hasValueSatisfying(time -> assertThatCode(time::toEpochMilli).doesNotThrowAnyException());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-12-31T23:59:59.999999999Z",
                "-1000000000-01-01T00:00:00Z",
                "9223372036854775808",
                "-1",
                "",
                "soon"
            })
    void whatIsNoTimeInMilliseconds_isAbsent(String text) {
        assertThat(with(text).instant("md-time")).isEmpty();
    }
}
