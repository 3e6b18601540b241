package io.mediadeleter.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class CallHistoryTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final CallHistory history = new CallHistory();

    private static Instant after(long seconds) {
        return START.plusSeconds(seconds);
    }

    @Test
    void callsOfAStep_areShownOnceItHasEnded() {
        history.add(after(0), false);
        history.add(after(4), true);
        history.add(after(5), false);

        assertThat(history.until(after(4)).calls()).containsOnly(0);
        CallHistory.Span ended = history.until(after(10));
        assertThat(ended.calls()).hasSize(CallHistory.STEPS).endsWith(2, 1);
        assertThat(ended.throttled()).endsWith(1, 0);
        assertThat(ended.from()).isEqualTo("2026-03-01T11:50:10Z");
    }

    @Test
    void callsOfTenMinutesAgo_areForgotten() {
        history.add(after(0), true);

        assertThat(history.until(after(600)).calls()).startsWith(1);
        assertThat(history.until(after(605)).calls()).containsOnly(0);
        history.add(after(605), false);
        assertThat(history.until(after(610)).calls()).endsWith(1).contains(0);
        assertThat(history.until(after(610)).throttled()).containsOnly(0);
    }

    @Test
    void clockThatIsSetBack_losesNothingThatComesAfterwards() {
        history.add(after(3_600), false);
        history.add(after(0), false);

        assertThat(Collections.frequency(history.until(after(5)).calls(), 1)).isEqualTo(1);
    }
}
