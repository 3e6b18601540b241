package io.mediadeleter.trace;

import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One record of a history.
 *
 * @param time the record's timestamp, which on request topics is its publisher's claim
 * @param origin the request that it is about; null for what concerns several, as holds do
 */
public record TraceEntry(
        Partition partition,
        long offset,
        Instant time,
        @Nullable Origin origin,
        RequestSummary asked,
        TraceEvent event) {

    /** By time; where that is the same, in the order of a request's way. */
    public static final Comparator<TraceEntry> IN_TIME = Comparator.comparing(TraceEntry::time)
            .thenComparing(TraceEntry::rank)
            .thenComparing(entry -> entry.partition().toString())
            .thenComparing(TraceEntry::offset);

    /** Where it lies, {@code TOPIC/PARTITION/OFFSET}. */
    public String place() {
        return partition + "/" + offset;
    }

    /** The same record of another request. */
    public TraceEntry of(Origin other) {
        return new TraceEntry(partition, offset, time, other, asked, event);
    }

    private int rank() {
        if (event instanceof TraceEvent.Queued queued) {
            return switch (queued.queue()) {
                case REQUESTED, BULK -> 0;
                case GRACE -> 1;
                case RETRY -> 2;
                case REPLAY -> 4;
            };
        }
        if (event instanceof TraceEvent.GivenUp) {
            return 5;
        }
        return event instanceof TraceEvent.Resolved ? 3 : 6;
    }
}
