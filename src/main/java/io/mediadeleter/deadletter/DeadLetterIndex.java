package io.mediadeleter.deadletter;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A number for each key of one partition, its last offset as a rule, in 24 bytes a slot: a hash table in which keys are their fingerprints. A
 * removed key leaves nothing behind, so the size is that of the most letters that were unresolved at a time, however many
 * were resolved. Confined to one thread.
 */
final class DeadLetterIndex {

    private static final long FREE = -1;
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] high = new long[FIRST_CAPACITY];
    private long[] low = new long[FIRST_CAPACITY];
    private long[] offsets = freeSlots(FIRST_CAPACITY);
    private int size;

    /** From now on the key's last record is at {@code offset}. */
    void put(Fingerprint key, long offset) {
        if (size * 3L >= offsets.length * 2L) {
            grow();
        }
        int slot = slotOf(key.high(), key.low());
        if (offsets[slot] == FREE) {
            size++;
        }
        set(slot, key.high(), key.low(), offset);
    }

    /** The key is resolved. Moves up what was put behind it, or it would not be found any more. */
    void remove(Fingerprint key) {
        int hole = slotOf(key.high(), key.low());
        if (offsets[hole] == FREE) {
            return;
        }
        size--;
        offsets[hole] = FREE;
        for (int slot = next(hole); offsets[slot] != FREE; slot = next(slot)) {
            int home = home(low[slot]);
            boolean staysReachable = hole <= slot ? hole < home && home <= slot : hole < home || home <= slot;
            if (!staysReachable) {
                set(hole, high[slot], low[slot], offsets[slot]);
                offsets[slot] = FREE;
                hole = slot;
            }
        }
    }

    int size() {
        return size;
    }

    /** Whether the key is unresolved. */
    boolean has(Fingerprint key) {
        return offsets[slotOf(key.high(), key.low())] != FREE;
    }

    /** The numbers of all keys, in no order. */
    LongStream numbers() {
        return LongStream.of(offsets).filter(number -> number != FREE);
    }

    /** The offsets of all last records, ascending. */
    long[] sortedOffsets() {
        return numbers().sorted().toArray();
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] old = offsets;
        int capacity = Math.multiplyExact(old.length, 2);
        high = new long[capacity];
        low = new long[capacity];
        offsets = freeSlots(capacity);
        for (int slot = 0; slot < old.length; slot++) {
            if (old[slot] != FREE) {
                set(slotOf(oldHigh[slot], oldLow[slot]), oldHigh[slot], oldLow[slot], old[slot]);
            }
        }
    }

    /** The key's slot, or the free one where it belongs. */
    private int slotOf(long keyHigh, long keyLow) {
        int slot = home(keyLow);
        while (offsets[slot] != FREE && (high[slot] != keyHigh || low[slot] != keyLow)) {
            slot = next(slot);
        }
        return slot;
    }

    private int home(long keyLow) {
        return (int) keyLow & (offsets.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (offsets.length - 1);
    }

    private void set(int slot, long keyHigh, long keyLow, long offset) {
        high[slot] = keyHigh;
        low[slot] = keyLow;
        offsets[slot] = offset;
    }

    private static long[] freeSlots(int capacity) {
        long[] slots = new long[capacity];
        Arrays.fill(slots, FREE);
        return slots;
    }
}
