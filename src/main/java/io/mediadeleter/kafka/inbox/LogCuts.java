package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Where logs were found cut, until their partitions are handed on again: what lies before the cut is what it was, and all behind it
 * is new. Confined to the loop thread.
 */
final class LogCuts {

    /** @param isInherited a former owner may have read on behind it, too */
    private record Cut(long offset, boolean isInherited) {}

    private final Map<Partition, Cut> cuts = new HashMap<>();

    void found(Partition partition, long offset, boolean isInherited) {
        cuts.put(partition, new Cut(offset, isInherited));
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

    /** Those of these whose leaders have not been asked yet; another question would have the same answer. */
    Map<Partition, Integer> unasked(Map<Partition, Integer> leaderEpochs) {
        Map<Partition, Integer> unasked = new HashMap<>(leaderEpochs);
        unasked.keySet().removeAll(cuts.keySet());
        return unasked;
    }

    /** Up to where a former owner may have called what lies there, of logs that end at {@code ends}. */
    Map<Partition, Long> inherited(Map<Partition, Long> ends) {
        Map<Partition, Long> inherited = new HashMap<>(ends);
        cuts.forEach((partition, cut) ->
                inherited.computeIfPresent(partition, (same, end) -> cut.isInherited() ? end : cut.offset()));
        return inherited;
    }
}
