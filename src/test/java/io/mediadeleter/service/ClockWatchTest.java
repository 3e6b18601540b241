package io.mediadeleter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Instant wall = Instant.parse("2026-11-26T00:00:00Z");
    private long nanos = -7;
    private final List<Throwable> ends = new ArrayList<>();
    private final ClockWatch watch = new ClockWatch(
            new Time() {
                @Override
                public Instant now() {
                    return wall;
                }

                @Override
                public long nanoTime() {
                    return nanos;
                }

                @Override
                public void await(Signal signal, long atMost) {}
            },
            ends::add);

    private void pass(Duration byMonotonicClock, Duration byWallClock) {
        nanos += byMonotonicClock.toNanos();
        wall = wall.plus(byWallClock);
        watch.look();
    }

    @Test
    void anHourBack_endsTheInstanceWithTheReason() {
        pass(SECOND, SECOND);
        assertThat(ends).isEmpty();

        pass(SECOND, SECOND.minus(Duration.ofHours(1)));

        assertThat(ends)
                .singleElement()
                .satisfies(end ->
                        assertThat(end).isInstanceOf(CommandFailure.class).hasMessageContaining("set back by 3600 s"));
    }

    @Test
    void forwardOrALittleBack_isNoReasonToEnd() {
        pass(SECOND, SECOND.plus(Duration.ofHours(1)));
        pass(SECOND, SECOND.minus(Duration.ofSeconds(9)));
        pass(Duration.ofMinutes(5), Duration.ofMinutes(5));

        assertThat(ends).isEmpty();
    }

    @Test
    void slewedClock_wasNotSet() {
        assertThat(ClockWatch.step(Duration.ofMillis(1_200), SECOND)).isZero();
        assertThat(ClockWatch.step(Duration.ofSeconds(-3_599), SECOND)).isEqualTo(Duration.ofHours(-1));
        assertThat(ClockWatch.step(Duration.ofSeconds(3_601), SECOND)).isEqualTo(Duration.ofHours(1));
    }
}
