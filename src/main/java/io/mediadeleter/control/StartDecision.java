package io.mediadeleter.control;

import io.mediadeleter.event.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has decided about the partitions that the group has no offset for.
 *
 * <p>It is about what was found then. If the group loses its offsets another time, nobody has decided about that: so it counts for
 * {@link #COUNTS_FOR} alone, by the brokers' clock.
 *
 * @param by who; null when the record does not say
 * @param at the broker's stamp of its record
 * @param ends where partitions ended when it was decided, as far as it says
 */
public record StartDecision(
        StartPosition position, @Nullable String by, Instant at, Map<Partition, Long> ends) {

    /** So long an instance that starts still goes by it. */
    public static final Duration COUNTS_FOR = Duration.ofHours(1);

    public StartDecision {
        ends = Map.copyOf(ends);
    }

    /** Whether it still counts at {@code brokerNow}. */
    public boolean counts(Instant brokerNow) {
        return brokerNow.isBefore(at.plus(COUNTS_FOR));
    }

    /** Where the partition ended when it was decided; empty when it does not say. */
    public OptionalLong endOf(Partition partition) {
        Long end = ends.get(partition);
        return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    }
}
