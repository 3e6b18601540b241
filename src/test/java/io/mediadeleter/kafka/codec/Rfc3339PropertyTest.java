package io.mediadeleter.kafka.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class Rfc3339PropertyTest {

    @Property
    void time_isWhatTheLibrarySays(
            @ForAll @LongRange(min = -60_000_000_000L, max = 250_000_000_000L) long seconds,
            @ForAll @IntRange(max = 999_999_999) int nanos,
            @ForAll @IntRange(min = -1_080, max = 1_080) int offset) {
        Instant time = Instant.ofEpochSecond(seconds, nanos);
        OffsetDateTime there = time.atOffset(ZoneOffset.ofTotalSeconds(offset * 60));

        assertThat(Rfc3339.instant(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(there)))
                .contains(time);
    }
}
