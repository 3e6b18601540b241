package io.mediadeleter.pipeline.queue;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Deliveries that are not due yet, the earliest due first. Confined to the loop thread. */
public final class DelayedDeliveries {

    private final PriorityQueue<Delivery> waiting = new PriorityQueue<>(Comparator.comparing(DelayedDeliveries::due));
    private final Map<Partition, Integer> sizes = new HashMap<>();

    public void add(Delivery delivery) {
        waiting.add(delivery);
        count(delivery, 1);
    }

    /** Takes one that is due at {@code now}; null when there is none. */
    @Nullable
    public Delivery pollDue(Instant now) {
        Delivery first = waiting.peek();
        if (first == null || !first.isDue(now)) {
            return null;
        }
        waiting.remove();
        count(first, -1);
        return first;
    }

    /** How long until one is due, never negative; empty when none waits. */
    public Optional<Duration> untilDue(Instant now) {
        return Optional.ofNullable(waiting.peek())
                .map(first -> Duration.between(now, due(first)))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** When the first is due; null when none waits. */
    @Nullable
    public Instant nextDue() {
        Delivery first = waiting.peek();
        return first == null ? null : due(first);
    }

    /** How many wait, for each partition of which any do. */
    public Map<Partition, Integer> sizes() {
        return Map.copyOf(sizes);
    }

    public void drop(Collection<Partition> partitions) {
        waiting.removeIf(delivery -> partitions.contains(delivery.partition()));
        sizes.keySet().removeAll(partitions);
    }

    private void count(Delivery delivery, int change) {
        sizes.merge(delivery.partition(), change, (before, by) -> before + by == 0 ? null : before + by);
    }

    private static Instant due(Delivery delivery) {
        Instant notBefore = delivery.attempt().notBefore();
        return notBefore == null ? Instant.MIN : notBefore;
    }
}
