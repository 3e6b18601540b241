package io.mediadeleter.kafka.outbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.Settled;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A transaction that may have been committed: what it held, and the offsets that tell. */
final class UnknownCommit {

    private final Set<Settled> settlements = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Partition, CommitPoint> offsets;

    UnknownCommit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        this.settlements.addAll(settlements);
        this.offsets = Map.copyOf(offsets);
    }

    /** Whether these, all that is left to be settled of it, were part of it. */
    boolean covers(List<Settled> left) {
        return !left.isEmpty() && settlements.containsAll(left);
    }

    /** The partitions that can tell: those that are still owned, so that nobody else has committed for them since. */
    static Set<Partition> witnesses(List<Settled> left) {
        return left.stream().map(settled -> settled.delivery().partition()).collect(Collectors.toSet());
    }

    /** Whether the committed offsets of the witnesses are those that this transaction would have committed. */
    boolean isIn(Map<Partition, CommitPoint> committed) {
        return committed.entrySet().stream().anyMatch(point -> point.getValue().equals(offsets.get(point.getKey())));
    }
}
