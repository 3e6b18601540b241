package io.mediadeleter.deadletter;

import io.mediadeleter.event.Partition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Letters that were chosen, as eight bytes each. Immutable. */
public final class Selection {

    private final Map<Partition, long[]> offsets;
    private final long size;

    private Selection(Map<Partition, long[]> offsets) {
        this.offsets = offsets;
        this.size = offsets.values().stream().mapToLong(chosen -> chosen.length).sum();
    }

    public long size() {
        return size;
    }

    boolean contains(DeadLetter letter) {
        long[] chosen = offsets.get(letter.partition());
        return chosen != null && Arrays.binarySearch(chosen, letter.offset()) >= 0;
    }

    boolean hasAnyOf(Partition partition) {
        return offsets.containsKey(partition);
    }

    /** Takes letters in the order of the table: by offset within each partition. Confined to one thread. */
    public static final class Builder {

        private final Map<Partition, LongStream.Builder> chosen = new HashMap<>();

        public void add(DeadLetter letter) {
            chosen.computeIfAbsent(letter.partition(), partition -> LongStream.builder())
                    .add(letter.offset());
        }

        /** May be called once. */
        public Selection build() {
            Map<Partition, long[]> offsets = new HashMap<>();
            chosen.forEach(
                    (partition, added) -> offsets.put(partition, added.build().toArray()));
            return new Selection(offsets);
        }
    }
}
