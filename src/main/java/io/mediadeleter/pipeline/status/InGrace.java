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
 * @param longer how many of them were promised a longer period than is set now, for each partition of which any were
 */
public record InGrace(
        Map<Partition, Integer> inMemory, @Nullable Instant nextDue, Map<Partition, Integer> longer) {

    /** None waits. */
    public static final InGrace NONE = new InGrace(Map.of(), null, Map.of());

    public InGrace {
        inMemory = Map.copyOf(inMemory);
        longer = Map.copyOf(longer);
    }

    /** None was promised more than is set now. */
    public InGrace(Map<Partition, Integer> inMemory, @Nullable Instant nextDue) {
        this(inMemory, nextDue, Map.of());
    }

    /** How many requests that are not read yet lie behind some that were promised more than is set now: they may wait as long. */
    public long behindLonger(ConsumerLag lag) {
        return longer.keySet().stream()
                .mapToLong(partition -> lag.unread().getOrDefault(partition, 0L))
                .sum();
    }

    /**
     * How many wait, read or not. Order in a partition is order of due time, so whatever lies behind a request that waits waits,
     * too. Where the period was shortened it is not, but what has not been read waits for those in front of it all the same.
     */
    public long all(ConsumerLag lag) {
        return inMemory.entrySet().stream()
                .mapToLong(entry -> entry.getValue() + lag.unread().getOrDefault(entry.getKey(), 0L))
                .sum();
    }
}
