package io.mediadeleter.pipeline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.rule.AgeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The brokers' time, as an instance knows it from the stamps of its own probes. */
class BrokerTimeTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final StoppedTime time = new StoppedTime();
    private final ControlGate gate = new ControlGate(time, AgeLimit.NONE);

    @Test
    void beforeAnythingIsRead_itIsTheEarliestThereIs() {
        assertThat(gate.brokerNow()).isEqualTo(Instant.MIN);
    }

    @Test
    void afterAProbe_itIsItsStampAndWhatHasPassedSinceWhateverTheOwnClockSays() {
        gate.follow(new ControlReader("i", "p", 10, time.moment()));
        Probe probe = gate.probe(null).orElseThrow();
        time.pass(Duration.ofMillis(300));
        gate.read(List.of(new LoggedEntry(0, NOON, new ControlEntry.Seen(probe))));
        time.pass(Duration.ofMillis(700));

        assertThat(gate.brokerNow()).isEqualTo(NOON.plusMillis(700));
    }
}
