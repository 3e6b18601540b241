package io.mediadeleter.kafka.partitions;

import io.mediadeleter.event.Partition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that were handed on, with the epoch that tells assignments of a partition apart, and how far each was
 * read. Confined to the loop thread, but for {@link #positions()}.
 */
public final class OwnedPartitions {

    /** What lies before the offset was written by leaders of this epoch and earlier ones. */
    private record Reached(long offset, int leaderEpoch, boolean isByUs) {
        Reached and(Reached later) {
            return new Reached(Math.max(offset, later.offset), Math.max(leaderEpoch, later.leaderEpoch), later.isByUs);
        }
    }

    /**
     * Where a log was cut.
     *
     * @param position up to here it had been read, or settled
     * @param offset from here on all is new
     * @param leaderEpoch what lies before that was written by leaders of this epoch and earlier ones
     */
    public record Cut(long position, long offset, int leaderEpoch) {}

    private final Map<Partition, Long> epochs = new HashMap<>();
    private final Map<Partition, Long> positions = new ConcurrentHashMap<>();
    private final Map<Partition, Long> inherited = new HashMap<>();
    private final Map<Partition, Reached> reached = new HashMap<>();
    private long lastEpoch;

    /** Marks these as owned, under one new epoch, and returns it. */
    public long take(Set<Partition> partitions) {
        lastEpoch++;
        partitions.forEach(partition -> epochs.put(partition, lastEpoch));
        return lastEpoch;
    }

    /** Null for one that was not handed on. */
    @Nullable
    public Long epochOf(Partition partition) {
        return epochs.get(partition);
    }

    /** Those of {@code partitions} that were handed on. */
    public Set<Partition> among(Set<Partition> partitions) {
        Set<Partition> owned = new HashSet<>(partitions);
        owned.retainAll(epochs.keySet());
        return owned;
    }

    /** From now on these offsets are read next. */
    public void readUpTo(Map<Partition, Long> next) {
        positions.putAll(next);
    }

    /** The partition was read up to this offset, and what came last was written by a leader of this epoch. */
    public void reached(Partition partition, long offset, int leaderEpoch) {
        // a former owner may have settled more than was read here: its epoch counts as far as that
        reached.merge(partition, new Reached(offset, leaderEpoch, true), Reached::and);
    }

    /** As {@link #reached}, but for what a former owner settled, as its commit says. */
    public void wasReached(Partition partition, long offset, int leaderEpoch) {
        reached.put(partition, new Reached(offset, leaderEpoch, false));
    }

    /** Whether possibly no record was read since the partition was assigned. */
    public boolean isAsItCame(Partition partition) {
        Reached last = reached.get(partition);
        return last == null || !last.isByUs();
    }

    /**
     * An epoch of the partition's leaders not before any of what lies before {@code offset}; empty when none is known. With it Kafka
     * tells that the log was cut before {@code offset}, even if it has grown past it since: <a
     * href="https://cwiki.apache.org/confluence/x/UQFTBQ">KIP-320</a>.
     */
    public OptionalInt leaderEpoch(Partition partition, long offset) {
        Reached last = reached.get(partition);
        return last != null && offset <= last.offset() ? OptionalInt.of(last.leaderEpoch()) : OptionalInt.empty();
    }

    /**
     * The cut that is proved by a record before what was read or settled that was written by a later leader than all of that.
     *
     * @param leaderEpochs of records of the partition, by their offsets
     */
    public Optional<Cut> cut(Partition partition, NavigableMap<Long, Integer> leaderEpochs) {
        Reached last = reached.get(partition);
        if (last == null) {
            return Optional.empty();
        }
        for (Map.Entry<Long, Integer> record :
                leaderEpochs.headMap(last.offset(), false).entrySet()) {
            if (record.getValue() > last.leaderEpoch()) {
                return Optional.of(new Cut(last.offset(), record.getKey(), last.leaderEpoch()));
            }
        }
        return Optional.empty();
    }

    /** When they came, these partitions' logs ended at these offsets. */
    public void inherit(Map<Partition, Long> ends) {
        inherited.putAll(ends);
    }

    /** Whether the record was there when the partition came, so that its former owner may have called it and died. */
    public boolean isInherited(Partition partition, long offset) {
        return offset < inherited.getOrDefault(partition, Long.MAX_VALUE);
    }

    /** The offset that is read next, for partitions that were read from. Thread-safe. */
    public Map<Partition, Long> positions() {
        return Map.copyOf(positions);
    }

    public void forget(Set<Partition> partitions) {
        epochs.keySet().removeAll(partitions);
        positions.keySet().removeAll(partitions);
        inherited.keySet().removeAll(partitions);
        reached.keySet().removeAll(partitions);
    }
}
