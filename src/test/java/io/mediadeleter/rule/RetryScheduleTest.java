package io.mediadeleter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final RetryDelay DELAY = new RetryDelay("10m", Duration.ofMinutes(10));

    @Test
    void dueTimes_areSpreadOverATenthOfTheDelay() {
        List<Long> late = LongStream.range(0, 1_000)
                .mapToObj(offset -> RetrySchedule.dueAt(DELAY, new Origin("t", 0, offset), 1, Instant.EPOCH))
                .map(due -> Duration.between(Instant.EPOCH.plus(DELAY.duration()), due)
                        .toMillis())
                .toList();

        assertThat(late).allMatch(millis -> millis >= 0 && millis < 60_000);
        for (long tenth = 0; tenth < 10; tenth++) {
            long from = tenth * 6_000;
            assertThat(late)
                    .filteredOn(millis -> millis >= from && millis < from + 6_000)
                    .as("due in tenth %d of the jitter", tenth)
                    .hasSizeBetween(60, 140);
        }
    }

    @Test
    void dueTime_isTheSameForTheSameAttempt() {
        Origin origin = new Origin("t", 0, 5);

        assertThat(RetrySchedule.dueAt(DELAY, origin, 2, Instant.EPOCH))
                .isEqualTo(RetrySchedule.dueAt(DELAY, origin, 2, Instant.EPOCH))
                .isNotEqualTo(RetrySchedule.dueAt(DELAY, origin, 1, Instant.EPOCH));
    }

    @Test
    void latestDueTime_leavesAFifthOfTheDelay() {
        assertThat(RetrySchedule.latestDue(DELAY.duration(), Instant.EPOCH)).isEqualTo(Instant.EPOCH.plusSeconds(720));
    }

    @Test
    void noDelays_meanNoRetry() {
        assertThat(new RetrySchedule(List.of()).delayAfter(1)).isEmpty();
    }
}
