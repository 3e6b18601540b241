package io.mediadeleter.pipeline.queue;

import static io.mediadeleter.pipeline.Deliveries.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.queue.NotDue.Now;
import io.mediadeleter.pipeline.status.InGrace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotDueTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final Partition HERE = new Partition("t", 0);
    private static final Partition THERE = new Partition("t.grace", 1);

    private static final Duration PERIOD = Duration.ofDays(60 * 365);

    private final NotDue waiting = new NotDue(PERIOD); // as the deliveries are of 1970
    private final Deliveries deliveries = new Deliveries();

    private static Now now(Instant own, Instant brokers) {
        return new Now(own, brokers);
    }

    @Test
    void firstDelivery_isDue() {
        assertThat(waiting.add(deliveries.of(HERE, "1", WHOLE), now(NOON, Instant.MIN)))
                .isFalse();
    }

    @Test
    void gracePeriod_endsByTheBrokersClockAlone() {
        Delivery request = deliveries.inGrace(THERE, NOON);
        Instant late = NOON.plusSeconds(3_600);

        assertThat(waiting.add(request, now(late, NOON.minusMillis(1)))).isTrue();
        assertThat(waiting.pollDue(now(late, NOON.minusMillis(1)))).isNull();
        assertThat(waiting.pollDue(now(NOON.minusSeconds(3_600), NOON))).isEqualTo(request);
    }

    @Test
    void whileTheBrokersTimeIsUnknown_noGracePeriodEnds() {
        assertThat(waiting.add(deliveries.inGrace(THERE, Instant.EPOCH), now(NOON, Instant.MIN)))
                .isTrue();
        assertThat(waiting.pollDue(now(NOON, Instant.MIN))).isNull();
        assertThat(waiting.untilDue(now(NOON, Instant.MIN), LONGEST)).isEqualTo(LONGEST);
    }

    @Test
    void retry_isDueByItsOwnClock() {
        Delivery retry = deliveries.due(HERE, NOON);

        assertThat(waiting.add(retry, now(NOON.minusMillis(1), NOON))).isTrue();
        assertThat(waiting.pollDue(now(NOON.minusMillis(1), NOON))).isNull();
        assertThat(waiting.pollDue(now(NOON, Instant.MIN))).isEqualTo(retry);
    }

    @Test
    void untilDue_isTheEarlierOfBoth() {
        waiting.add(deliveries.due(HERE, NOON.plusMillis(200)), now(NOON, NOON));
        assertThat(waiting.untilDue(now(NOON, NOON), LONGEST)).isEqualTo(Duration.ofMillis(200));

        waiting.add(deliveries.inGrace(THERE, NOON.plusMillis(100)), now(NOON, NOON));
        assertThat(waiting.untilDue(now(NOON, NOON), LONGEST)).isEqualTo(Duration.ofMillis(100));
        assertThat(waiting.untilDue(now(NOON, NOON.minusMillis(50)), LONGEST)).isEqualTo(Duration.ofMillis(150));
    }

    @Test
    void whatWaits_isCountedApartAndDroppedTogether() {
        waiting.add(deliveries.due(HERE, NOON.plusMillis(200)), now(NOON, NOON));
        waiting.add(deliveries.inGrace(THERE, NOON.plusMillis(100)), now(NOON, NOON));

        assertThat(waiting.retries()).isEqualTo(Map.of(HERE, 1));
        assertThat(waiting.graceStatus()).isEqualTo(new InGrace(Map.of(THERE, 1), NOON.plusMillis(100)));

        waiting.drop(Set.of(HERE, THERE));
        assertThat(waiting.retries()).isEmpty();
        assertThat(waiting.graceStatus()).isEqualTo(InGrace.NONE);
    }

    @Test
    void whatWasPromisedALongerPeriodThanIsSetNow_isCountedAndWaitsLikeOthers() {
        Instant end = Instant.EPOCH.plus(PERIOD);
        Delivery longer = deliveries.inGrace(THERE, end.plusMillis(1));
        Now before = now(end.minusMillis(100), end.minusMillis(100));
        waiting.add(longer, before);
        assertThat(waiting.untilDue(before, LONGEST)).isEqualTo(Duration.ofMillis(101));
        assertThat(waiting.graceStatus().nextDue()).isEqualTo(end.plusMillis(1));
        Delivery asSet = deliveries.inGrace(THERE, end);
        waiting.add(asSet, before);

        assertThat(waiting.graceStatus()).isEqualTo(new InGrace(Map.of(THERE, 2), end, Map.of(THERE, 1)));
        assertThat(waiting.pollDue(now(end, end))).isEqualTo(asSet);
        assertThat(waiting.pollDue(now(end, end))).isNull();
        assertThat(waiting.pollDue(now(end, end.plusMillis(1)))).isEqualTo(longer);
        assertThat(waiting.graceStatus()).isEqualTo(InGrace.NONE);
    }

    /** What comes does not wait any more then, so that nothing lies behind. */
    @Test
    void withoutAPeriod_nothingCountsAsLonger() {
        NotDue none = new NotDue(Duration.ZERO);
        none.add(deliveries.inGrace(THERE, NOON), now(NOON, NOON.minusMillis(1)));

        assertThat(none.graceStatus()).isEqualTo(new InGrace(Map.of(THERE, 1), NOON));
        none.drop(Set.of(THERE));
        assertThat(none.graceStatus()).isEqualTo(InGrace.NONE);
    }
}
