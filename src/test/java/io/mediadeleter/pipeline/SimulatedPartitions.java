package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Settled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The partitions that an instance knows it owns, and how far it has read them. */
final class SimulatedPartitions {

    private static final int LONGEST_FETCH = 40;

    private final SimulatedWorld world;
    private final SimulatedClock clock;
    private final Map<Partition, Long> positions = new HashMap<>();
    private final Map<Partition, Long> assignments = new HashMap<>();
    private final IdentityHashMap<Delivery, Long> handedOver = new IdentityHashMap<>();
    private Set<Partition> paused = Set.of();
    private long last;

    SimulatedPartitions(SimulatedWorld world, SimulatedClock clock) {
        this.world = world;
        this.clock = clock;
    }

    Set<Partition> owned() {
        return assignments.keySet();
    }

    /** The number of the assignment by which the partition is owned; -1 when it is not. */
    long assignment(Partition partition) {
        return assignments.getOrDefault(partition, -1L);
    }

    /** The newest assignment's epoch, as the loop is told it. */
    long epoch() {
        return world.planted().epoch(last);
    }

    /** Partitions that come by a new assignment, and what is committed of them. */
    Map<Partition, CommitPoint> open(Set<Partition> arrived) {
        last++;
        Map<Partition, CommitPoint> points = new HashMap<>();
        for (Partition partition : arrived) {
            CommitPoint point = world.planted().read(world.broker().committed(partition));
            if (point != null) {
                points.put(partition, point);
            }
            positions.put(partition, point == null ? 0 : point.offset());
            assignments.put(partition, last);
        }
        return points;
    }

    void forget(Set<Partition> gone) {
        positions.keySet().removeAll(gone);
        assignments.keySet().removeAll(gone);
    }

    void pauseOnly(Set<Partition> partitions) {
        paused = Set.copyOf(partitions);
    }

    void rewind(Partition partition, long offset) {
        positions.put(partition, offset);
    }

    /** Some of what comes next of every partition that is not paused. */
    RequestLog.Arrivals fetch() {
        List<Delivery> deliveries = new ArrayList<>();
        Map<Partition, Long> ends = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (!paused.contains(partition)) {
                long end = Math.min(
                        world.broker().end(partition), position + world.random().nextInt(LONGEST_FETCH));
                for (long offset = position; offset < end; offset++) {
                    world.broker()
                            .read(partition, offset, world.planted().epoch(assignment(partition)), clock.now())
                            .ifPresent(deliveries::add);
                }
                ends.put(partition, end);
            }
        });
        positions.putAll(ends);
        deliveries.forEach(delivery -> handedOver.put(delivery, assignment(delivery.partition())));
        return new RequestLog.Arrivals(deliveries, ends);
    }

    /** Each was handed over by the assignment that its partition is still owned by, and is settled once. */
    void assertNoneIsLate(List<Settled> settlements) {
        for (Settled settled : settlements) {
            Delivery delivery = settled.delivery();
            assertThat(handedOver.remove(delivery))
                    .as("assignment of %s/%d", delivery.partition(), delivery.offset())
                    .isEqualTo(assignment(delivery.partition()));
        }
    }
}
