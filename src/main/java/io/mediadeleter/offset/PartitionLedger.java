package io.mediadeleter.offset;

import java.util.BitSet;

/**
 * The book of one partition: which of the offsets that were read are still open.
 *
 * <p>Offsets from {@code low} to {@code next} are known; below {@code low} all are settled. What is settled above it is
 * a bit in a ring of {@value #WINDOW} offsets, so the memory and the size of the commit's metadata are bounded whatever
 * the order in which calls end. Offsets that never arrive (transaction markers, compacted records) count as settled as
 * soon as one behind them arrives.
 *
 * <p>Not thread-safe: belongs to the loop thread.
 */
final class PartitionLedger {

    /** How far above the lowest open offset records may be taken in. */
    static final int WINDOW = 16_384;

    private final long epoch;
    private final BitSet settled = new BitSet(WINDOW);
    private long low;
    private long next;
    private int open;
    private CommitPoint committed;

    PartitionLedger(long epoch, CommitPoint committed) {
        this.epoch = epoch;
        this.committed = committed;
        this.low = committed.offset();
        this.next = low;
        SettledSet.decode(committed).forEach(offset -> settled.set(slot(offset)));
        passSettled();
    }

    long epoch() {
        return epoch;
    }

    int open() {
        return open;
    }

    /** Takes in a record that arrived. */
    Entry enter(long offset) {
        if (open == 0 && offset < low) {
            restartAt(offset); // the log was truncated or made anew: what it holds now is other than what was settled
        }
        if (offset < next || isSettledAbove(offset)) {
            return offset < low && open > 0 ? Entry.NO_ROOM : Entry.KNOWN;
        }
        if (!hasRoomFor(offset)) {
            return Entry.NO_ROOM;
        }
        skipTo(offset);
        next = offset + 1;
        open++;
        return Entry.OPENED;
    }

    /** Everything below {@code position} has arrived that ever will. */
    void advance(long position) {
        if (position > next && hasRoomFor(position)) {
            skipTo(position);
            passSettled();
        }
    }

    /** Whether a record at {@code offset} could be taken in now. */
    boolean hasRoomFor(long offset) {
        return open == 0 || offset - low < WINDOW;
    }

    boolean isOpen(long offset) {
        return offset >= low && offset < next && !settled.get(slot(offset));
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
        return SettledSet.encode(low, above());
    }

    CommitPoint committed() {
        return committed;
    }

    void committed(CommitPoint point) {
        committed = point;
    }

    /** The settled offsets above {@code low}, as distances from it; bit 0 is never set. */
    private BitSet above() {
        BitSet distances = new BitSet(WINDOW);
        int first = slot(low);
        for (int s = settled.nextSetBit(0); s >= 0; s = settled.nextSetBit(s + 1)) {
            distances.set(Math.floorMod(s - first, WINDOW));
        }
        return distances;
    }

    private boolean isSettledAbove(long offset) {
        return offset - low < WINDOW && settled.get(slot(offset));
    }

    /** Counts the offsets from {@code next} up to {@code offset} as settled: they will never arrive. */
    private void skipTo(long offset) {
        if (open == 0) {
            forget(low, Math.min(offset, low + WINDOW));
            low = offset;
        } else {
            for (long gap = next; gap < offset; gap++) {
                settled.set(slot(gap));
            }
        }
        next = offset;
    }

    private void passSettled() {
        while (settled.get(slot(low))) {
            settled.clear(slot(low));
            low++;
        }
        next = Math.max(next, low);
    }

    private void restartAt(long offset) {
        settled.clear();
        low = offset;
        next = offset;
    }

    private void forget(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            settled.clear(slot(offset));
        }
    }

    private static int slot(long offset) {
        return (int) (offset & (WINDOW - 1));
    }
}
