package io.mediadeleter.kafka.scan;

import io.mediadeleter.event.Partition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a partition a scan reads, as the brokers said when it began.
 *
 * @param first where the log begins
 * @param earliest the timestamp of the first record that is there; null when there is none
 * @param begin where reading begins: at the first record that was written at the time that was asked for, or later
 * @param end the offset after the last record that can be read
 * @param undecided how many offsets lie behind that: records of a transaction that is open, and what came after them
 */
public record PartitionExtent(
        Partition partition, long first, @Nullable Instant earliest, long begin, long end, long undecided) {

    /** How many offsets are read; markers and what compaction took count, too. */
    public long length() {
        return Math.max(0, end - begin);
    }
}
