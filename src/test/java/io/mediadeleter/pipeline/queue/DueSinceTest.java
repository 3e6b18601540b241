package io.mediadeleter.pipeline.queue;

import static io.mediadeleter.pipeline.Deliveries.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.status.OldestDue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DueSinceTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Partition HERE = new Partition("t", 0);
    private static final Partition THERE = new Partition("t", 1);

    private final DueSince times = new DueSince();
    private final Deliveries deliveries = new Deliveries();

    @Test
    void retry_hasWaitedSinceItWasDue() {
        times.add(deliveries.due(HERE, NOON.minusSeconds(90)));
        times.add(deliveries.due(THERE, NOON.minusSeconds(30)));

        assertThat(times.oldest(NOON)).isEqualTo(Map.of(Lane.RETRY, new OldestDue(HERE, NOON.minusSeconds(90))));
    }

    @Test
    void whatIsSettledOrGone_countsNoMore() {
        Delivery first = deliveries.due(HERE, NOON.minusSeconds(90));
        Delivery same = deliveries.due(HERE, NOON.minusSeconds(90));
        times.add(first);
        times.add(same);
        times.add(deliveries.due(THERE, NOON.minusSeconds(30)));

        times.remove(first);
        assertThat(times.oldest(NOON).get(Lane.RETRY)).isEqualTo(new OldestDue(HERE, NOON.minusSeconds(90)));
        times.remove(same);
        assertThat(times.oldest(NOON).get(Lane.RETRY)).isEqualTo(new OldestDue(THERE, NOON.minusSeconds(30)));
        times.drop(Set.of(THERE));
        assertThat(times.oldest(NOON)).isEmpty();
    }

    @Test
    void timestampThatMakesNoSense_hidesNone() {
        times.add(deliveries.of(HERE, "1", WHOLE)); // stamped 1970
        assertThat(times.oldest(NOON)).isEmpty();

        times.add(deliveries.inGrace(HERE, NOON.minusSeconds(5)));
        assertThat(times.oldest(NOON).get(Lane.LIVE)).isEqualTo(new OldestDue(HERE, NOON.minusSeconds(5)));
    }

    @Test
    void timestampAhead_isNoAge() {
        assertThat(new OldestDue(HERE, NOON.plusSeconds(9)).age(NOON)).isEqualTo(Duration.ZERO);
        assertThat(new OldestDue(HERE, NOON).age(NOON.plusSeconds(9))).isEqualTo(Duration.ofSeconds(9));
    }
}
