package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions in which a failed transaction may have written, one record of each. Confined to one thread.
 *
 * <p>When may such a partition be aborted? An earlier transaction whose commit was left out there would be taken from readers. All that
 * this producer has committed in a partition lies up to the last offset that was acknowledged in a transaction known to be committed;
 * and while a transaction is open, the last stable offset is not above any record of it. So once the last stable offset is above the
 * last that was committed, all that was committed is decided there, for good: whatever of this producer is still open is of failed
 * transactions. Where nothing is known to be committed, nothing follows, and such a partition is not among them.
 *
 * @param <O> what a record stands for, by identity
 */
final class DoubtfulRecords<O> {

    private final long patienceNanos;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Outgoing<O>> records = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> undecidedSince = new HashMap<>();

    /** @param patienceNanos for so long a partition is asked for again, from the first answer on that leaves it undecided */
    DoubtfulRecords(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** A transaction was committed whose last records in each partition have these offsets. The last in time is the last in the log. */
    void committed(Map<TopicPartition, Long> last) {
        committed.putAll(last);
    }

    /** In these, something may have been committed. */
    void forget(Collection<TopicPartition> partitions) {
        committed.keySet().removeAll(partitions);
    }

    /** It may have been written. */
    void add(Outgoing<O> record) {
        TopicPartition partition = partition(record);
        if (committed.containsKey(partition)) {
            records.putIfAbsent(partition, record);
        }
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(records.keySet());
    }

    /**
     * Takes out the records of those partitions that may be aborted.
     *
     * @param stableEnds as in {@link DecidedOffsets}
     */
    List<Outgoing<O>> takeDecided(Map<TopicPartition, Long> stableEnds, long nanoTime) {
        List<Outgoing<O>> decided = new ArrayList<>();
        List.copyOf(records.entrySet()).forEach(each -> {
            TopicPartition partition = each.getKey();
            Long end = stableEnds.get(partition);
            if (end != null && end > committed.getOrDefault(partition, Sending.UNTOLD)) {
                decided.add(each.getValue());
                remove(partition);
            } else if (end != null) {
                undecidedSince.putIfAbsent(partition, nanoTime);
            }
        });
        return decided;
    }

    /** Takes out those partitions that have been undecided for too long. */
    Set<TopicPartition> takeOverdue(long nanoTime) {
        Set<TopicPartition> overdue = Set.copyOf(undecidedSince.entrySet().stream()
                .filter(since -> nanoTime - since.getValue() >= patienceNanos)
                .map(Map.Entry::getKey)
                .toList());
        overdue.forEach(this::remove);
        return overdue;
    }

    /** None of them is to be aborted. */
    void clear() {
        records.clear();
        undecidedSince.clear();
    }

    /** A log that is gone has no open transaction. */
    void retain(Predicate<TopicPartition> exists) {
        partitions().stream().filter(exists.negate()).forEach(this::remove);
    }

    private void remove(TopicPartition partition) {
        undecidedSince.remove(partition);
        records.remove(partition);
    }

    /** @param record with its partition */
    static TopicPartition partition(Outgoing<?> record) {
        return new TopicPartition(record.outgoing().topic(), record.outgoing().partition());
    }
}
