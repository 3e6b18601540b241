package io.mediadeleter.ops.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CallHealthLogTest {

    private static final Outcome DELETED = new Outcome.Deleted("r");
    private static final Outcome THROTTLED =
            new Outcome.Failed(new Fault(FaultKind.THROTTLED, "RequestLimitExceeded", "m", null));
    private static final Outcome BROKEN =
            new Outcome.Failed(new Fault(FaultKind.TRANSIENT, "InternalError", "m", null));

    @AutoClose
    private final LogLines lines = LogLines.of("media-deleter");

    private final StoppedTime time = new StoppedTime();
    private final CallHealthLog troubles = new CallHealthLog(time);

    /** So many calls a second, for so many seconds. */
    private void calls(Outcome outcome, int count, int seconds, int millis) {
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < count; i++) {
                troubles.callEnded(
                        new EndedCall(new MediaId(null, "1"), List.of(), outcome, Duration.ofMillis(millis)));
            }
            time.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void callsThatGoWell_areNoLine() {
        calls(DELETED, 20, 30, 50);
        calls(THROTTLED, 1, 1, 5);
        calls(BROKEN, 2, 4, 5);

        assertThat(lines.texts()).isEmpty();
    }

    @Test
    void throttling_isToldOnce_andOnceWhenItIsOver() {
        calls(THROTTLED, 20, 60, 10);
        assertThat(lines.texts())
                .singleElement()
                .asString()
                .startsWith(
                        "The API throttles: of 20 calls in 10 s 20 were throttled and 0 failed otherwise, often with"
                                + " RequestLimitExceeded");

        calls(DELETED, 20, 90, 10);
        assertThat(lines.texts()).hasSize(2).last().asString().startsWith("The API no longer throttles: ");
    }

    @Test
    void callsThatMostlyFail_andSlowOnes_areToldEach() {
        calls(BROKEN, 5, 30, 6_000);

        assertThat(lines.texts()).hasSize(2);
        assertThat(lines.texts()).anyMatch(line -> line.startsWith("Most calls fail: "));
        assertThat(lines.texts())
                .anyMatch(line -> line.startsWith("The API is slow: ") && line.endsWith("a call took 6.0 s"));
    }
}
