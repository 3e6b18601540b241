package io.mediadeleter.offset;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledgers of all partitions that this instance owns. Confined to the loop thread.
 *
 * <p>A delivery counts only in the epoch it came by: one that belongs to an older assignment of its partition is neither
 * open nor can it be settled.
 */
public final class OffsetLedger {

    private final Map<Partition, PartitionLedger> ledgers = new HashMap<>();

    /** Whether a commit's metadata can be used; if not, what was settled above its offset is done once more. */
    public static boolean isReadable(CommitPoint point) {
        return SettledSet.isReadable(point);
    }

    /**
     * Opens the ledger of a partition that came, with what its last owner committed.
     *
     * @param topicId the topic's id; what was committed for another counts for nothing. Null when it is not known
     */
    public void assign(Partition partition, long epoch, @Nullable CommitPoint committed, @Nullable String topicId) {
        ledgers.put(partition, new PartitionLedger(epoch, committed, topicId));
    }

    /** Closes the ledgers of partitions that went. */
    public void release(Collection<Partition> partitions) {
        partitions.forEach(ledgers::remove);
    }

    public Set<Partition> partitions() {
        return ledgers.keySet();
    }

    /** Takes in a delivery that arrived. */
    public Intake enter(Delivery delivery) {
        PartitionLedger ledger = current(delivery);
        return ledger == null ? Intake.KNOWN : ledger.enter(delivery.offset());
    }

    /** Whether the partition can take in a record at {@code offset} now. */
    public boolean hasRoomFor(Partition partition, long offset) {
        PartitionLedger ledger = ledgers.get(partition);
        return ledger == null || ledger.hasRoomFor(offset);
    }

    public boolean isOpen(Delivery delivery) {
        PartitionLedger ledger = current(delivery);
        return ledger != null && ledger.isOpen(delivery.offset());
    }

    /** Marks an open delivery as settled; false when it is not open any more. */
    public boolean settle(Delivery delivery) {
        PartitionLedger ledger = current(delivery);
        return ledger != null && ledger.settle(delivery.offset());
    }

    /** What is below {@code to} never arrives; how many offsets from {@code from} on are not known to be settled. */
    public long pass(Partition partition, long from, long to) {
        long unsettled = unsettled(partition, from, to);
        advance(partition, to);
        return unsettled;
    }

    /** How many offsets from {@code from} to before {@code to} are not known to be settled. */
    public long unsettled(Partition partition, long from, long to) {
        PartitionLedger ledger = ledgers.get(partition);
        return ledger == null ? to - from : ledger.unsettled(from, to);
    }

    /** The partition, which has just come, is read from this offset on, which Kafka is to know: what is committed says something else. */
    public void begin(Partition partition, long offset) {
        PartitionLedger ledger = ledgers.get(partition);
        if (ledger != null) {
            ledger.begin(offset);
        }
    }

    /** Everything below {@code position} has arrived that ever will. */
    public void advance(Partition partition, long position) {
        PartitionLedger ledger = ledgers.get(partition);
        if (ledger != null) {
            ledger.advance(position);
        }
    }

    /** What to commit: the points that changed since they were last committed. */
    public Map<Partition, CommitPoint> uncommitted() {
        Map<Partition, CommitPoint> points = new HashMap<>();
        ledgers.forEach((partition, ledger) -> {
            CommitPoint point = ledger.commitPoint();
            if (!point.equals(ledger.committed())) {
                points.put(partition, point);
            }
        });
        return points;
    }

    /** Where all partitions are, whether that is committed or not. */
    public Map<Partition, CommitPoint> points() {
        Map<Partition, CommitPoint> points = new HashMap<>();
        ledgers.forEach((partition, ledger) -> points.put(partition, ledger.commitPoint()));
        return points;
    }

    /** These points are committed. */
    public void committed(Map<Partition, CommitPoint> points) {
        points.forEach((partition, point) -> {
            PartitionLedger ledger = ledgers.get(partition);
            if (ledger != null) {
                ledger.committed(point);
            }
        });
    }

    private @Nullable PartitionLedger current(Delivery delivery) {
        PartitionLedger ledger = ledgers.get(delivery.partition());
        return ledger != null && ledger.epoch() == delivery.epoch() ? ledger : null;
    }
}
