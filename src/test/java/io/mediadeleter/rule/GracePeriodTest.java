package io.mediadeleter.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class GracePeriodTest {

    private static final Instant STAMP = Instant.parse("2026-11-26T02:00:00Z");

    private static GracePeriod of(Duration length) {
        return new GracePeriod(length, Set.of("t"));
    }

    @Test
    void periodThatIsShorterNow_doesNotCutShortWhatWasPromised() {
        assertThat(of(Duration.ofHours(1)).endOf(STAMP, Duration.ofDays(1))).isEqualTo(STAMP.plus(Duration.ofDays(1)));
    }

    @Test
    void noPeriodNow_keepsWhatWasPromised() {
        assertThat(GracePeriod.NONE.endOf(STAMP, Duration.ofDays(1))).isEqualTo(STAMP.plus(Duration.ofDays(1)));
    }

    @Test
    void nothingPromisedAndNoPeriodNow_isDueAtOnce() {
        assertThat(GracePeriod.NONE.endOf(STAMP, null)).isEqualTo(STAMP);
    }

    @Test
    void damagedPromise_holdsNothingBackForEver() {
        assertThat(GracePeriod.NONE.endOf(STAMP, Duration.ofDays(9_999))).isEqualTo(STAMP.plus(GracePeriod.LONGEST));
    }

    @Test
    void lengthBeyondTheLongest_isRefused() {
        assertThatThrownBy(() -> of(GracePeriod.LONGEST.plusMillis(1))).hasMessageContaining("not within");
        assertThatThrownBy(() -> of(Duration.ofMillis(-1))).hasMessageContaining("not within");
    }

    @Property(tries = 300)
    void neverEndsBeforeWhatWasPromisedOrIsSet(
            @ForAll @LongRange(min = 0, max = 2_592_000_000L) long promised,
            @ForAll @LongRange(min = 0, max = 2_592_000_000L) long now) {
        Instant end = of(Duration.ofMillis(now)).endOf(STAMP, Duration.ofMillis(promised));

        assertThat(end.toEpochMilli() - STAMP.toEpochMilli()).isEqualTo(Math.max(promised, now));
    }
}
