package io.mediadeleter.offset;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one partition: which of the offsets that were read are still open.
 *
 * <p>Below {@code low}, the watermark, all are settled. What is settled above it is a bit in a ring of {@value #WINDOW}
 * offsets, so the memory and the size of the commit's metadata are bounded whatever the order in which calls end. The
 * reading has got to {@code read}; it lags behind the watermark while it passes what the last owner had settled. Offsets
 * that never arrive (transaction markers, compacted records) count as settled as soon as one behind them arrives.
 *
 * <p>Confined to the loop thread.
 */
final class PartitionLedger {

    /** How far above the lowest open offset records may be taken in. */
    static final int WINDOW = 16_384;

    private final long epoch;
    private final @Nullable String topicId;
    private final BitSet settled = new BitSet(WINDOW);
    private long low;
    private long read;
    private int open;
    private @Nullable CommitPoint committed;

    PartitionLedger(long epoch, @Nullable CommitPoint committed) {
        this(epoch, committed, null);
    }

    /** For the topic with this id: where the commit is of another one, or there is none, nothing is settled. */
    PartitionLedger(long epoch, @Nullable CommitPoint committed, @Nullable String topicId) {
        this.epoch = epoch;
        this.committed = committed;
        this.topicId = topicId;
        if (committed != null && committed.isOf(topicId)) {
            this.low = committed.offset();
            SettledSet.decode(committed).forEach(offset -> settled.set(slot(offset)));
        }
        this.read = low;
    }

    long epoch() {
        return epoch;
    }

    int open() {
        return open;
    }

    /** Takes in a record that arrived. */
    Intake enter(long offset) {
        if (offset < read && offset < low) {
            if (open > 0) {
                return Intake.NO_ROOM;
            }
            restartAt(
                    offset); // the log was truncated or the topic recreated: what it holds now is not what was settled
        }
        if (offset < Math.max(read, low)) {
            return Intake.KNOWN;
        }
        if (!hasRoomFor(offset)) {
            return Intake.NO_ROOM;
        }
        skipTo(offset);
        read = offset + 1;
        if (settled.get(slot(offset))) {
            passSettled();
            return Intake.KNOWN;
        }
        open++;
        return Intake.OPENED;
    }

    /** Everything below {@code position} has arrived that ever will. */
    void advance(long position) {
        if (position > Math.max(read, low) && hasRoomFor(position)) {
            skipTo(position);
            read = position;
            passSettled();
        }
    }

    /** Everything below {@code position} has arrived that ever will, and what is committed says something else. */
    void begin(long position) {
        committed = null;
        advance(position);
    }

    /** How many offsets from {@code from} to before {@code to} are not known to be settled. */
    long unsettled(long from, long to) {
        long unsettled = 0;
        for (long offset = Math.max(from, low); offset < Math.min(to, low + WINDOW); offset++) {
            unsettled += settled.get(slot(offset)) ? 0 : 1;
        }
        return unsettled + Math.max(0, to - Math.max(from, low + WINDOW));
    }

    /** Whether a record at {@code offset} could be taken in now. */
    boolean hasRoomFor(long offset) {
        return open == 0 || offset - low < WINDOW;
    }

    boolean isOpen(long offset) {
        return offset >= low && offset < read && !settled.get(slot(offset));
    }

    /** Marks an open offset as settled; false when it is not open. */
    boolean settle(long offset) {
        if (!isOpen(offset)) {
            return false;
        }
        settled.set(slot(offset));
        open--;
        passSettled();
        return true;
    }

    /** What to commit now. */
    CommitPoint commitPoint() {
        CommitPoint point = pointWithoutTopicId();
        return new CommitPoint(point.offset(), point.metadata(), topicId);
    }

    private CommitPoint pointWithoutTopicId() {
        return SettledSet.encode(low, above());
    }

    /** What is committed; null when nothing is. */
    @Nullable
    CommitPoint committed() {
        return committed;
    }

    void committed(CommitPoint point) {
        committed = point;
    }

    /** The settled offsets above {@code low}, as distances from it; bit 0 is never set. */
    private BitSet above() {
        BitSet distances = new BitSet(); // mostly of none, and this is asked of all partitions with each commit
        int first = slot(low);
        for (int s = settled.nextSetBit(0); s >= 0; s = settled.nextSetBit(s + 1)) {
            distances.set(Math.floorMod(s - first, WINDOW));
        }
        return distances;
    }

    /** Counts the offsets between what was read and {@code offset} as settled: they will never arrive. */
    private void skipTo(long offset) {
        if (open == 0) {
            settledBelow(offset);
        } else {
            for (long gap = read; gap < offset; gap++) {
                settled.set(slot(gap));
            }
        }
    }

    /** With nothing open, the watermark is wherever the reading is. */
    private void settledBelow(long offset) {
        for (long passed = low; passed < Math.min(offset, low + WINDOW); passed++) {
            settled.clear(slot(passed));
        }
        low = offset;
    }

    private void passSettled() {
        while (settled.get(slot(low))) {
            settled.clear(slot(low));
            low++;
        }
    }

    private void restartAt(long offset) {
        settled.clear();
        low = offset;
        read = offset;
    }

    private static int slot(long offset) {
        return (int) (offset & (WINDOW - 1));
    }
}
