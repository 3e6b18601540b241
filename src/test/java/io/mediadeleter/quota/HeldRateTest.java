package io.mediadeleter.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeldRateTest {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = HeldRate.SECOND_NANOS;
    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    private final HeldRate rate = new HeldRate(new Allowance(10, FOR_EVER), 0);

    @Test
    void rise_countsWhenTheLowerRateIsASecondAgo() {
        rate.change(new Allowance(20, FOR_EVER), 0);

        assertThat(rate.lowest(SECOND - 1)).isEqualTo(10);
        assertThat(rate.lowest(SECOND)).isEqualTo(20);
    }

    @Test
    void fall_countsAtOnce() {
        rate.change(new Allowance(5, FOR_EVER), 0);

        assertThat(rate.lowest(0)).isEqualTo(5);
    }

    @Test
    void dipWithinTheSecond_isRemembered() {
        rate.change(new Allowance(3, FOR_EVER), 5 * SECOND);
        rate.change(new Allowance(10, FOR_EVER), 5 * SECOND + MILLI);

        assertThat(rate.lowest(6 * SECOND + MILLI - 1)).isEqualTo(3);
        assertThat(rate.lowest(6 * SECOND + MILLI)).isEqualTo(10);
    }

    @Test
    void untilNext_isWhenTheOldestRateNoLongerCounts() {
        assertThat(rate.untilNext(0)).isEqualTo(SECOND);
        rate.change(new Allowance(20, FOR_EVER), 100 * MILLI);
        rate.change(new Allowance(30, FOR_EVER), 200 * MILLI);

        assertThat(rate.untilNext(300 * MILLI)).isEqualTo(SECOND - 200 * MILLI);
        assertThat(rate.untilNext(SECOND + 100 * MILLI)).isEqualTo(100 * MILLI);
        assertThat(rate.untilNext(SECOND + 200 * MILLI)).isEqualTo(SECOND);
    }

    @Test
    void allowanceThatRanOut_isNothingFromThenUntilASecondAfterTheNext() {
        rate.change(new Allowance(10, 7 * SECOND), 6 * SECOND);
        assertThat(rate.lowest(7 * SECOND - 1)).isEqualTo(10);
        assertThat(rate.lowest(7 * SECOND)).isZero();

        rate.change(new Allowance(10, FOR_EVER), 7 * SECOND + MILLI);

        assertThat(rate.lowest(8 * SECOND + MILLI - 1)).isZero();
        assertThat(rate.lowest(8 * SECOND + MILLI)).isEqualTo(10);
    }

    @Test
    void riseAfterQuiet_countsAtOnceButNotTheNextOne() {
        rate.change(new Allowance(20, FOR_EVER, true), 5 * SECOND);
        assertThat(rate.lowest(5 * SECOND)).isEqualTo(20);
        rate.change(new Allowance(30, FOR_EVER), 5 * SECOND + MILLI);

        assertThat(rate.lowest(6 * SECOND + MILLI - 1)).isEqualTo(20);
        assertThat(rate.lowest(6 * SECOND + MILLI)).isEqualTo(30);
    }
}
