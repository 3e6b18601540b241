package io.mediadeleter.pipeline.queue;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.status.OldestDue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Since when the deliveries that may be called, and are not settled, have waited. A timestamp is its publisher's word: one that
 * makes no sense (none, or over ten years old) is not counted, so that it hides none that does. Confined to the
 * loop thread.
 */
final class DueSince {

    private static final Duration OLDEST = Duration.ofDays(3_650);

    private final Map<Partition, Map<Lane, NavigableMap<Instant, Integer>>> times = new HashMap<>();

    /** From now on the delivery is due. */
    void add(Delivery delivery) {
        times.computeIfAbsent(delivery.partition(), partition -> new EnumMap<>(Lane.class))
                .computeIfAbsent(delivery.lane(), lane -> new TreeMap<>())
                .merge(since(delivery), 1, Integer::sum);
    }

    /** It is settled. */
    void remove(Delivery delivery) {
        NavigableMap<Instant, Integer> lane =
                times.getOrDefault(delivery.partition(), Map.of()).get(delivery.lane());
        if (lane != null) {
            lane.computeIfPresent(since(delivery), (since, count) -> count == 1 ? null : count - 1);
        }
    }

    void drop(Collection<Partition> partitions) {
        times.keySet().removeAll(partitions);
    }

    /** The oldest of each lane that has any, as of {@code now}. */
    Map<Lane, OldestDue> oldest(Instant now) {
        Instant earliest = now.minus(OLDEST);
        Map<Lane, OldestDue> oldest = new EnumMap<>(Lane.class);
        times.forEach((partition, lanes) -> lanes.forEach((lane, sinces) -> {
            Instant first = sinces.higherKey(earliest);
            if (first != null) {
                oldest.merge(
                        lane,
                        new OldestDue(partition, first),
                        (one, other) -> one.since().isAfter(other.since()) ? other : one);
            }
        }));
        return oldest;
    }

    /** When it was published or replayed or, where it had to wait, when that ended. */
    static Instant since(Delivery delivery) {
        Instant notBefore = delivery.attempt().notBefore();
        Instant replayedAt = delivery.attempt().replayedAt();
        if (notBefore != null) {
            return notBefore;
        }
        return replayedAt == null ? delivery.message().timestamp() : replayedAt;
    }
}
