package io.mediadeleter.cli.verify;

import io.mediadeleter.event.MediaId;
import java.util.HashMap;
import java.util.Map;

/**
 * Which whole media were asked for already, in 16 bytes each: file ids are kept as the numbers that they are. Of too many, and of
 * those that are no such number, nothing is kept, and they are asked for again: that takes a call and does no harm. Confined
 * to one thread.
 */
final class AskedMedia {

    private static final int MOST = 1_000_000;

    /** Nobody's: an account has no more sub-applications than some. */
    private static final int MOST_SUB_APPS = 1_000;

    private static final long OWN = -1;

    private final Map<Long, LongTable> bySubApp = new HashMap<>();
    private int size;

    /** True the first time. */
    boolean isNew(MediaId media) {
        long subAppId = media.subAppId() == null ? OWN : media.subAppId();
        long number = number(media.fileId());
        LongTable table = bySubApp.get(subAppId);
        if (number == 0 || (table != null && table.contains(number))) {
            return number == 0;
        }
        if (size < MOST && (table != null || bySubApp.size() < MOST_SUB_APPS)) {
            bySubApp.computeIfAbsent(subAppId, first -> new LongTable()).add(number);
            size++;
        }
        return true;
    }

    /** 0 when the text is not the usual form of a number of 64 bits. */
    private static long number(String fileId) {
        try {
            long number = Long.parseUnsignedLong(fileId);
            return Long.toUnsignedString(number).equals(fileId) ? number : 0;
        } catch (NumberFormatException noNumber) {
            return 0;
        }
    }

    /** Numbers other than 0, open addressing. */
    private static final class LongTable {

        private long[] slots = new long[64];
        private int used;

        boolean contains(long number) {
            return slots[slot(slots, number)] == number;
        }

        void add(long number) {
            if (2 * (used + 1) > slots.length) {
                grow();
            }
            slots[slot(slots, number)] = number;
            used++;
        }

        private void grow() {
            long[] larger = new long[2 * slots.length];
            for (long number : slots) {
                if (number != 0) {
                    larger[slot(larger, number)] = number;
                }
            }
            slots = larger;
        }

        private static int slot(long[] slots, long number) {
            int mask = slots.length - 1;
            long mixed = number * 0x9E3779B97F4A7C15L;
            int slot = (int) (mixed ^ mixed >>> 32) & mask;
            while (slots[slot] != 0 && slots[slot] != number) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }
    }
}
