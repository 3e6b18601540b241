package io.mediadeleter.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class CallHistoryTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private static final Outcome DELETED = new Outcome.Deleted("r");
    private static final Outcome THROTTLED =
            new Outcome.Failed(new Fault(FaultKind.THROTTLED, "RequestLimitExceeded", "m", null));
    private static final Outcome BROKEN =
            new Outcome.Failed(new Fault(FaultKind.TRANSIENT, "InternalError", "m", null));
    private static final Outcome ABSENT =
            new Outcome.Failed(new Fault(FaultKind.ABSENT, "ResourceNotFound", "m", null));

    private final CallHistory history = new CallHistory();

    private static Instant after(long seconds) {
        return START.plusSeconds(seconds);
    }

    @Test
    void callsOfAStep_areShownOnceItHasEnded() {
        history.add(after(0), DELETED);
        history.add(after(4), THROTTLED);
        history.add(after(5), DELETED);

        assertThat(history.until(after(4)).calls()).containsOnly(0);
        CallHistory.Span ended = history.until(after(10));
        assertThat(ended.calls()).hasSize(CallHistory.STEPS).endsWith(2, 1);
        assertThat(ended.throttled()).endsWith(1, 0);
        assertThat(ended.from()).isEqualTo("2026-03-01T11:50:10Z");
    }

    @Test
    void callsThatFail_areShownApartFromThoseThatAreThrottled_andAnAbsentMediaIsNoFailure() {
        history.add(after(0), BROKEN);
        history.add(after(1), THROTTLED);
        history.add(after(2), ABSENT);

        CallHistory.Span ended = history.until(after(5));
        assertThat(ended.calls()).endsWith(3);
        assertThat(ended.throttled()).endsWith(1);
        assertThat(ended.failed()).endsWith(1);
    }

    @Test
    void callsOfTenMinutesAgo_areForgotten() {
        history.add(after(0), THROTTLED);

        assertThat(history.until(after(600)).calls()).startsWith(1);
        assertThat(history.until(after(605)).calls()).containsOnly(0);
        history.add(after(605), DELETED);
        assertThat(history.until(after(610)).calls()).endsWith(1).contains(0);
        assertThat(history.until(after(610)).throttled()).containsOnly(0);
    }

    @Test
    void clockThatIsSetBack_losesNothingThatComesAfterwards() {
        history.add(after(3_600), DELETED);
        history.add(after(0), DELETED);

        assertThat(Collections.frequency(history.until(after(5)).calls(), 1)).isEqualTo(1);
    }
}
