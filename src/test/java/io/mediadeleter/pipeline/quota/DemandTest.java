package io.mediadeleter.pipeline.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemandTest {

    private static final long MILLI = 1_000_000;

    private long nanos = 42;
    private final Demand demand = new Demand(100, nanos);

    private int after(long millis, CallLoad load) {
        nanos += millis * MILLI;
        return demand.look(load, nanos);
    }

    private static CallLoad waiting(int waiting, long started) {
        return new CallLoad(waiting, started, false, false);
    }

    @Test
    void nothingToDo_isNothing() {
        assertThat(after(0, waiting(0, 0))).isZero();
        assertThat(after(5_000, waiting(0, 0))).isZero();
    }

    @Test
    void oneCallWaits_isOneStepAtOnce() {
        after(0, waiting(0, 0));

        assertThat(after(40, waiting(1, 0))).isEqualTo(5);
    }

    @Test
    void manyWait_isTheQuota() {
        assertThat(after(0, waiting(2_000, 0))).isEqualTo(100);
    }

    @Test
    void callsMadeAsTheyCome_isWhatWasMadeInTheLastSecond() {
        for (int i = 0; i < 100; i++) {
            after(50, waiting(0, i));
        }

        assertThat(after(50, waiting(0, 100))).isEqualTo(20);
    }

    @Test
    void workIsDone_fallsTwoSecondsLater() {
        after(0, waiting(80, 0));

        assertThat(after(1_900, waiting(0, 0))).isEqualTo(80);
        assertThat(after(200, waiting(0, 0))).isZero();
    }

    @Test
    void asMuchAsBefore_isHeldForTwoSecondsFromThen() {
        after(0, waiting(80, 0));
        after(1_500, waiting(80, 0));

        assertThat(after(1_999, waiting(0, 0))).isEqualTo(80);
        assertThat(after(1, waiting(0, 0))).isZero();
    }

    @Test
    void allWorkersBusy_isLittleMoreThanTheyMake() {
        after(0, new CallLoad(0, 0, false, false));
        after(2_100, new CallLoad(0, 0, false, false));
        after(500, new CallLoad(0, 8, false, false));

        assertThat(after(500, new CallLoad(500, 20, true, false))).isEqualTo(25);
    }

    @Test
    void callingIsStopped_isAStepForTheProbe() {
        assertThat(after(0, new CallLoad(500, 0, false, true))).isEqualTo(5);
    }
}
