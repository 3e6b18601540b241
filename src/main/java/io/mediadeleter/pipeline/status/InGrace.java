package io.mediadeleter.pipeline.status;

import io.mediadeleter.event.Partition;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for their grace period to end.
 *
 * @param inMemory how many of them were read, for each partition of which any were
 * @param nextDue when the first of them ends, on the brokers' clock; null when none was read
 */
public record InGrace(
        Map<Partition, Integer> inMemory, @Nullable Instant nextDue) {

    /** None waits. */
    public static final InGrace NONE = new InGrace(Map.of(), null);

    public InGrace {
        inMemory = Map.copyOf(inMemory);
    }

    /**
     * How many wait, read or not: order in a partition is order of due time, so whatever lies behind a request that waits
     * waits, too.
     */
    public long all(ConsumerLag lag) {
        return inMemory.entrySet().stream()
                .mapToLong(entry -> entry.getValue() + lag.unread().getOrDefault(entry.getKey(), 0L))
                .sum();
    }
}
