package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Where logs were found cut, until their partitions are handed on again: what lies before the cut is what it was, and all behind it
 * is new. Confined to the loop thread.
 */
final class LogCuts {

    /**
     * A place.
     *
     * @param leaderEpoch what lies before it was written by leaders of this epoch and earlier ones; null when that is not known
     * @param isInherited a former owner may have read on behind it, too
     */
    private record Cut(long offset, @Nullable Integer leaderEpoch, boolean isInherited) {}

    private final Map<Partition, Cut> cuts = new HashMap<>();

    void found(Partition partition, OffsetAndMetadata place, boolean isInherited) {
        cuts.put(partition, new Cut(place.offset(), place.leaderEpoch().orElse(null), isInherited));
    }

    /** Whether the partition's log was found cut there, or before. */
    boolean has(Partition partition, long offset) {
        Cut cut = cuts.get(partition);
        return cut != null && cut.offset() <= offset;
    }

    void forget(Collection<Partition> partitions) {
        cuts.keySet().removeAll(partitions);
    }

    /** What of these points is still about what the log holds. */
    Map<Partition, CommitPoint> valid(Map<Partition, CommitPoint> committed) {
        Map<Partition, CommitPoint> valid = new HashMap<>(committed);
        cuts.forEach((partition, cut) -> valid.computeIfPresent(partition, (same, point) -> point.below(cut.offset())));
        return valid;
    }

    /** With those of others, where to read on in those that were cut: who reads what is committed now finds the cut again. */
    Map<Partition, Long> places(Map<Partition, CommitPoint> valid, Map<Partition, Long> others) {
        Map<Partition, Long> places = new HashMap<>();
        valid.forEach((partition, point) -> {
            if (cuts.containsKey(partition)) {
                places.put(partition, point.offset());
            }
        });
        places.putAll(others);
        return places;
    }

    /** Those that go with what is still valid. Where that is not known there is none: the committed one has the same answer again. */
    Map<Partition, Integer> leaderEpochs(Map<Partition, Integer> committed) {
        Map<Partition, Integer> valid = new HashMap<>(committed);
        cuts.forEach((partition, cut) -> {
            Integer epoch = cut.leaderEpoch();
            if (epoch == null) {
                valid.remove(partition);
            } else {
                valid.replace(partition, epoch);
            }
        });
        return valid;
    }

    /** Up to where a former owner may have called what lies there, of logs that end at {@code ends}. */
    Map<Partition, Long> inherited(Map<Partition, Long> ends) {
        Map<Partition, Long> inherited = new HashMap<>(ends);
        cuts.forEach((partition, cut) ->
                inherited.computeIfPresent(partition, (same, end) -> cut.isInherited() ? end : cut.offset()));
        return inherited;
    }
}
