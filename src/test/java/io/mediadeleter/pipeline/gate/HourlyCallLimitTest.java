package io.mediadeleter.pipeline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.SilentTelemetry;
import io.mediadeleter.pipeline.port.PipelineStatus.Braking;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HourlyCallLimitTest {

    private static final int LIMIT = 3;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Outcome DELETED = new Outcome.Deleted("r-1");
    private static final Outcome THROTTLED =
            new Outcome.Failed(new Fault(FaultKind.THROTTLED, "RequestLimitExceeded", "slower", "r-2"));
    private static final Outcome TIMED_OUT =
            new Outcome.Failed(new Fault(FaultKind.TRANSIENT, "Network.Timeout", "silence", null));

    private final StoppedTime time = new StoppedTime();
    private final SilentTelemetry log = new SilentTelemetry();
    private final HourlyCallLimit brake = new HourlyCallLimit(OptionalInt.of(LIMIT), time, log);

    private void call(Outcome outcome) {
        assertThat(brake.mayCall(0)).isTrue();
        brake.ended(outcome);
    }

    private void reach() {
        for (int call = 0; call < LIMIT; call++) {
            call(DELETED);
        }
    }

    private Braking status() {
        return brake.status().orElseThrow();
    }

    @Test
    void noLimit_isNeverReachedAndHasNothingToShow() {
        HourlyCallLimit none = new HourlyCallLimit(OptionalInt.empty(), time, log);
        for (int call = 0; call < 1_000; call++) {
            none.ended(DELETED);
        }

        assertThat(none.mayCall(0)).isTrue();
        assertThat(none.status()).isEmpty();
    }

    @Test
    void fewerCallsThanTheLimit_goOn() {
        call(DELETED);
        call(TIMED_OUT);

        assertThat(brake.mayCall(0)).isTrue();
        assertThat(status()).isEqualTo(new Braking(LIMIT, 2, null, null));
    }

    @Test
    void theLimit_holdsAndSaysSoOnceAndSinceWhen() {
        time.pass(Duration.ofMinutes(5));
        reach();
        Instant reached = time.now();
        time.pass(Duration.ofMinutes(59));

        assertThat(brake.mayCall(0)).isFalse();
        assertThat(brake.isHeld()).isTrue();
        assertThat(status()).isEqualTo(new Braking(LIMIT, LIMIT, reached, reached.plus(HOUR)));
        assertThat(log.aboutTheBrake()).containsExactly("reached 3 until " + reached.plus(HOUR));
    }

    @Test
    void callsInFlight_holdAPlace() {
        assertThat(brake.mayCall(LIMIT - 1)).isTrue();
        assertThat(brake.mayCall(LIMIT)).isFalse();
        assertThat(brake.isHeld())
                .as("held before it is known whether all of them count")
                .isFalse();
    }

    @Test
    void throttledCalls_doNotCount() {
        for (int call = 0; call < 10; call++) {
            call(THROTTLED);
        }

        assertThat(brake.mayCall(0)).isTrue();
        assertThat(status().made()).isZero();
    }

    @Test
    void theHour_letsGoByItselfAndCountsAnew() {
        reach();
        time.pass(HOUR);

        call(DELETED);

        assertThat(status()).isEqualTo(new Braking(LIMIT, 1, null, null));
        assertThat(log.aboutTheBrake()).last().isEqualTo("released after the hour");
    }

    @Test
    void release_letsGoAtOnceAndCountsAnew() {
        reach();

        assertThat(brake.release()).isTrue();

        assertThat(brake.mayCall(0)).isTrue();
        assertThat(status()).isEqualTo(new Braking(LIMIT, 0, null, null));
        assertThat(log.aboutTheBrake()).last().isEqualTo("released by an operator");
    }

    @Test
    void releaseBeforeTheLimit_changesNothing() {
        call(DELETED);

        assertThat(brake.release()).isFalse();
        assertThat(status().made()).isEqualTo(1);
        assertThat(log.aboutTheBrake()).isEmpty();
    }

    @Property
    void noHour_holdsMoreCallsThanTheLimit(@ForAll @Size(max = 60) List<@IntRange(max = 1_800) Integer> gaps) {
        StoppedTime clock = new StoppedTime();
        HourlyCallLimit tried = new HourlyCallLimit(OptionalInt.of(LIMIT), clock, new SilentTelemetry());
        List<Instant> calls = new ArrayList<>();
        for (int seconds : gaps) {
            clock.pass(Duration.ofSeconds(seconds));
            if (tried.mayCall(0)) {
                tried.ended(DELETED);
                calls.add(clock.now());
            }
        }

        for (Instant from : calls) {
            assertThat(calls.stream().filter(call -> !call.isBefore(from) && call.isBefore(from.plus(HOUR))))
                    .hasSizeLessThanOrEqualTo(LIMIT);
        }
    }
}
