package io.mediadeleter.simulator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotaWindowTest {

    private static final Instant SECOND = Instant.parse("2026-03-01T10:15:30Z");

    @Test
    void firstCallsOfASecond_passAndTheRestDoNot() {
        QuotaWindow quota = new QuotaWindow(3);
        assertThat(admitted(quota, SECOND, 5)).isEqualTo(3);
        assertThat(quota.admit(SECOND.plusMillis(999))).isFalse();
    }

    @Test
    void nextSecond_beginsAnew() {
        QuotaWindow quota = new QuotaWindow(3);
        assertThat(admitted(quota, SECOND.plusMillis(999), 5)).isEqualTo(3);
        assertThat(admitted(quota, SECOND.plusMillis(1_000), 5)).isEqualTo(3);
    }

    @Test
    void callReportedLate_countsForItsOwnSecond() {
        QuotaWindow quota = new QuotaWindow(1);
        assertThat(quota.admit(SECOND)).isTrue();
        assertThat(quota.admit(SECOND.plusSeconds(1))).isTrue();
        assertThat(quota.admit(SECOND)).isFalse();
        assertThat(quota.admit(SECOND.plusSeconds(1))).isFalse();
    }

    @Test
    void manySecondsLater_nothingIsLeftOver() {
        QuotaWindow quota = new QuotaWindow(2);
        for (int second = 0; second < 100; second++) {
            assertThat(admitted(quota, SECOND.plusSeconds(second), 3)).isEqualTo(2);
        }
    }

    @Test
    void noLimit_passesAll() {
        assertThat(admitted(new QuotaWindow(QuotaWindow.UNLIMITED), SECOND, 10_000))
                .isEqualTo(10_000);
    }

    @Test
    void limitChangedWithinASecond_keepsWhatWasCounted() {
        QuotaWindow quota = new QuotaWindow(2);
        admitted(quota, SECOND, 2);
        quota.limit(5);
        assertThat(admitted(quota, SECOND, 5)).isEqualTo(3);
        assertThat(quota.limit()).isEqualTo(5);
    }

    @Test
    void busiestSecond_countsRefusedCallsToo() {
        QuotaWindow quota = new QuotaWindow(2);
        admitted(quota, SECOND, 7);
        admitted(quota, SECOND.plusSeconds(1), 4);
        assertThat(quota.busiestSecond()).isEqualTo(7);
    }

    @Test
    void negativeLimit_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new QuotaWindow(-1));
    }

    private static long admitted(QuotaWindow quota, Instant at, int calls) {
        return IntStream.range(0, calls).filter(call -> quota.admit(at)).count();
    }
}
