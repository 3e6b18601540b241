package io.mediadeleter.cli.request;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each request of a run, in some 40 bytes each: a million fit beside the clients. Requests are numbered from 0
 * in the order of their file. Confined to one thread.
 */
final class RunLedger {

    private static final int NOWHERE = -1;
    private static final int UNKNOWN = Integer.MIN_VALUE;

    /** The requests of one partition, in the order of their offsets. */
    private static final class Shelf {

        private int[] numbers = new int[16];
        private int size;

        void insert(int place, int number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size * 2);
            }
            System.arraycopy(numbers, place, numbers, place + 1, size - place);
            numbers[place] = number;
            size++;
        }
    }

    /**
     * Where the journal says what became of a request.
     *
     * @param at the position of the first byte
     */
    record Entry(long at, int bytes) {}

    private final Instant began;
    private final int[] partitions;
    private final long[] offsets;
    private final int[] publishedAt;
    private final long[] entries;
    private final int[] entryBytes;
    private final boolean[] done;
    private final boolean[] withResult;
    private final Map<Integer, Shelf> shelves = new HashMap<>();
    private int sent;
    private int published;
    private int ended;
    private int allDone;

    RunLedger(int requests, Instant began) {
        this.began = began;
        this.partitions = filled(new int[requests]);
        this.offsets = new long[requests];
        this.publishedAt = new int[requests];
        this.entries = new long[requests];
        Arrays.fill(entries, NOWHERE);
        this.entryBytes = new int[requests];
        this.done = new boolean[requests];
        this.withResult = new boolean[requests];
    }

    private static int[] filled(int[] numbers) {
        Arrays.fill(numbers, NOWHERE);
        return numbers;
    }

    int requests() {
        return partitions.length;
    }

    /** All before this one were given to a producer, or are about to be: never again. */
    int sent() {
        return sent;
    }

    /** The last word counts: that some are about to be sent is taken back where they were not given to a producer after all. */
    void sending(int to) {
        sent = to;
    }

    /**
     * The request is there; false when that is known already, or another is.
     *
     * @param at when it was published; null when nobody knows
     */
    boolean published(int number, int partition, long offset, @Nullable Instant at) {
        Shelf shelf = shelves.computeIfAbsent(partition, none -> new Shelf());
        int place = place(shelf, offset);
        if (isPublished(number) || place >= 0) {
            return false;
        }
        partitions[number] = partition;
        offsets[number] = offset;
        publishedAt[number] = at == null ? UNKNOWN : sinceBegan(at);
        shelf.insert(-place - 1, number);
        published++;
        return true;
    }

    /** In milliseconds; unknown of a run that goes on after more than 24 days, for which there is no room. */
    private int sinceBegan(Instant at) {
        long millis = at.toEpochMilli() - began.toEpochMilli();
        return millis == (int) millis ? (int) millis : UNKNOWN;
    }

    boolean isPublished(int number) {
        return partitions[number] != NOWHERE;
    }

    /** {@code PARTITION/OFFSET}; null when that is not known. */
    @Nullable
    String place(int number) {
        return isPublished(number) ? partitions[number] + "/" + offsets[number] : null;
    }

    /** When it was published; null when nobody knows. */
    @Nullable
    Instant publishedAt(int number) {
        return publishedAt[number] == UNKNOWN || !isPublished(number) ? null : began.plusMillis(publishedAt[number]);
    }

    /** The request that was published there; empty for those of others. */
    OptionalInt at(int partition, long offset) {
        Shelf shelf = shelves.get(partition);
        int place = shelf == null ? NOWHERE : place(shelf, offset);
        return shelf == null || place < 0 ? OptionalInt.empty() : OptionalInt.of(shelf.numbers[place]);
    }

    /** As {@link Arrays#binarySearch} has it. */
    private int place(Shelf shelf, long offset) {
        int low = 0;
        int high = shelf.size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = offsets[shelf.numbers[middle]];
            if (found == offset) {
                return middle;
            }
            if (found < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /**
     * What became of it, which may be more than once: a dead letter that is replayed ends again. A deletion is the last end,
     * whatever was read after it: the letter that was replayed before stays on its topic until that is compacted. And a rehearsal
     * that writes to the same topic takes nothing back, whether it is read before or after.
     *
     * @param isDone it is a deletion
     * @param isResult it is no dead letter; a result that is no deletion is a rehearsal's
     */
    void ended(int number, boolean isDone, boolean isResult, Entry entry) {
        if (isOvertaken(number, isDone, isResult)) {
            return;
        }
        withResult[number] = isResult;
        ended += isEnded(number) ? 0 : 1;
        allDone += (isDone ? 1 : 0) - (done[number] ? 1 : 0);
        done[number] = isDone;
        entries[number] = entry.at();
        entryBytes[number] = entry.bytes();
    }

    /** Whether such an end says nothing, after what is known. */
    boolean isOvertaken(int number, boolean isDone, boolean isResult) {
        boolean isLetterKnown = isEnded(number) && !withResult[number];
        return !isDone && (done[number] || (isResult && isLetterKnown));
    }

    boolean isEnded(int number) {
        return entries[number] != NOWHERE;
    }

    /** Of a request that has ended. */
    Entry entry(int number) {
        return new Entry(entries[number], entryBytes[number]);
    }

    int ended() {
        return ended;
    }

    boolean isAllDone() {
        return allDone == requests();
    }

    /** How many are certain to be there and have not ended. */
    int waiting() {
        int endedUnplaced = 0;
        for (int number = 0; number < sent; number++) {
            endedUnplaced += isEnded(number) && !isPublished(number) ? 1 : 0;
        }
        return published - (ended - endedUnplaced);
    }

    /** How many were given to a producer and may be there or not. */
    int uncertain() {
        int uncertain = 0;
        for (int number = 0; number < sent; number++) {
            uncertain += !isEnded(number) && !isPublished(number) ? 1 : 0;
        }
        return uncertain;
    }
}
