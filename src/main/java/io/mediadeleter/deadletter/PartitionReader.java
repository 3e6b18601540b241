package io.mediadeleter.deadletter;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.inbox.Haul;
import io.mediadeleter.kafka.inbox.RecordTap;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads stretches of one partition, committed records only. Belongs to the consumer's thread. */
final class PartitionReader {

    private static final Duration POLL = Duration.ofMillis(500);

    /** Some 30 s without a record: twice as long as an unfinished transaction lasts. */
    private static final int MOST_EMPTY_POLLS = 60;

    private final RecordTap tap;
    private final TopicPartition partition;

    PartitionReader(RecordTap tap, Partition partition) {
        this.tap = tap;
        this.partition = new TopicPartition(partition.topic(), partition.number());
    }

    /** Where the log begins now. */
    long beginning() {
        return tap.consumer().beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /**
     * Hands on the records from {@code begin} to before {@code end}.
     *
     * @param goesOn says false to stop
     * @return false when it was stopped
     */
    boolean read(long begin, long end, Predicate<Haul.Catch> goesOn) {
        if (begin >= end) {
            return true;
        }
        tap.readOnly(partition, begin);
        int empty = 0;
        long position = begin;
        while (position < end) {
            Haul haul = tap.take(POLL);
            for (Haul.Catch read : haul.records()) {
                if (read.offset() < end && !goesOn.test(read)) {
                    return false;
                }
            }
            long reached = haul.positions().getOrDefault(partition, position);
            empty = reached > position ? 0 : empty + 1;
            position = reached;
            if (empty > MOST_EMPTY_POLLS) {
                throw new TimeoutException(partition + " gives nothing from offset " + position + " to " + end);
            }
        }
        return true;
    }
}
