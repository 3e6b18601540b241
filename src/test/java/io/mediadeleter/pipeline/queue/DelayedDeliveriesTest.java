package io.mediadeleter.pipeline.queue;

import static io.mediadeleter.pipeline.Deliveries.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.Deliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DelayedDeliveriesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Partition HERE = new Partition("t", 0);
    private static final Partition THERE = new Partition("t", 1);

    private final DelayedDeliveries room = new DelayedDeliveries();
    private final Deliveries deliveries = new Deliveries();

    private Delivery add(Partition partition, long dueInMillis) {
        Delivery delivery = deliveries.due(partition, NOW.plusMillis(dueInMillis));
        room.add(delivery);
        return delivery;
    }

    @Test
    void notYetDue_waitsUntilTheVeryInstant() {
        Delivery delivery = add(HERE, 10);

        assertThat(room.pollDue(NOW.plusMillis(10).minusNanos(1))).isNull();
        assertThat(room.pollDue(NOW.plusMillis(10))).isEqualTo(delivery);
        assertThat(room.pollDue(NOW.plusMillis(10))).isNull();
    }

    @Test
    void withoutADueTime_isDueAtOnceAndBeforeOthers() {
        add(HERE, -5);
        Delivery atOnce = deliveries.of(HERE, "1", WHOLE);
        room.add(atOnce);

        assertThat(room.pollDue(NOW)).isEqualTo(atOnce);
    }

    @Test
    void untilDue_isTheEarliestsAndNeverNegative() {
        assertThat(room.untilDue(NOW)).isEmpty();
        add(HERE, 30);
        add(THERE, 20);

        assertThat(room.untilDue(NOW)).contains(Duration.ofMillis(20));
        assertThat(room.untilDue(NOW.plusMillis(25))).contains(Duration.ZERO);
    }

    @Test
    void sizes_countWhatWaitsOfEachPartition() {
        add(HERE, 0);
        add(HERE, 10);
        add(THERE, 0);
        assertThat(room.sizes()).isEqualTo(Map.of(HERE, 2, THERE, 1));

        assertThat(room.pollDue(NOW)).isNotNull();
        assertThat(room.pollDue(NOW)).isNotNull();

        assertThat(room.sizes()).isEqualTo(Map.of(HERE, 1));
    }

    @Test
    void dropped_doesNotComeOut() {
        add(HERE, 0);
        Delivery kept = add(THERE, 5);

        room.drop(Set.of(HERE));

        assertThat(room.sizes()).isEqualTo(Map.of(THERE, 1));
        assertThat(room.untilDue(NOW)).contains(Duration.ofMillis(5));
        assertThat(room.pollDue(NOW.plusMillis(5))).isEqualTo(kept);
        assertThat(room.pollDue(NOW.plusMillis(5))).isNull();
    }

    @Property(tries = 200)
    void inWhateverOrderTheyCame_theEarliestDueIsFirst(
            @ForAll @Size(max = 100) List<@IntRange(min = -50, max = 50) Integer> dueInMillis) {
        room.drop(Set.of(HERE)); // all tries have this instance
        List<Delivery> due = new ArrayList<>();
        for (int millis : dueInMillis) {
            Delivery delivery = add(HERE, millis);
            if (millis <= 0) {
                due.add(delivery);
            }
        }
        List<Delivery> taken = new ArrayList<>();
        for (Delivery next = room.pollDue(NOW); next != null; next = room.pollDue(NOW)) {
            taken.add(next);
        }

        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(due)
                .isSortedAccordingTo(Comparator.comparing(
                        (Delivery delivery) -> delivery.attempt().notBefore()));
        int left = dueInMillis.size() - due.size();
        assertThat(room.sizes()).isEqualTo(left == 0 ? Map.of() : Map.of(HERE, left));
    }
}
