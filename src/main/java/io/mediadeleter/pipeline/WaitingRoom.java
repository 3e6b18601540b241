package io.mediadeleter.pipeline;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Deliveries that are not due yet, the earliest due first. Not thread-safe: belongs to the loop thread. */
final class WaitingRoom {

    private final PriorityQueue<Delivery> waiting = new PriorityQueue<>(Comparator.comparing(WaitingRoom::due));

    void add(Delivery delivery) {
        waiting.add(delivery);
    }

    /** Takes one that is due at {@code now}; null when there is none. */
    @Nullable
    Delivery pollDue(Instant now) {
        Delivery first = waiting.peek();
        return first != null && first.isDue(now) ? waiting.poll() : null;
    }

    /** How long until one is due, never negative; empty when none waits. */
    Optional<Duration> untilDue(Instant now) {
        return Optional.ofNullable(waiting.peek())
                .map(first -> Duration.between(now, due(first)))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    int size() {
        return waiting.size();
    }

    void drop(Collection<Partition> partitions) {
        waiting.removeIf(delivery -> partitions.contains(delivery.partition()));
    }

    private static Instant due(Delivery delivery) {
        Instant notBefore = delivery.attempt().notBefore();
        return notBefore == null ? Instant.MIN : notBefore;
    }
}
