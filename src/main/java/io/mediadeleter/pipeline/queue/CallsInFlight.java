package io.mediadeleter.pipeline.queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All calls that were taken from the backlog and are not resolved; the only place that counts them. Thread-safe.
 *
 * <p>A call's end has two sides, in any order: the worker is free for the next call once all is told of this one, and its
 * deliveries are no longer in flight once the loop knows what became of them.
 */
public final class CallsInFlight {

    /** Both may hold equal calls: one that did not count can be made again before its first worker is free. */
    @GuardedBy("this")
    private final List<DeleteCall> withWorker = new ArrayList<>();

    @GuardedBy("this")
    private final List<DeleteCall> unresolved = new ArrayList<>();

    /** The call was taken from the backlog. */
    synchronized void began(DeleteCall call) {
        withWorker.add(call);
        unresolved.add(call);
    }

    /** The call was taken and refused: only the loop still has to resolve it. */
    synchronized void refused(DeleteCall call) {
        unresolved.add(call);
    }

    /** The call's worker is free. */
    public synchronized void workerFreed(DeleteCall call) {
        withWorker.remove(call);
    }

    /** What became of the call is known to the loop, whatever that was. */
    public synchronized void resolved(DeleteCall call) {
        unresolved.remove(call);
    }

    /** How many calls workers are busy with. */
    public synchronized int count() {
        return withWorker.size();
    }

    /** The calls that workers are busy with, in the order in which they began. */
    public synchronized List<DeleteCall> calls() {
        return List.copyOf(withWorker);
    }

    /** Deliveries whose call is not resolved, for each partition of which there are any. */
    public synchronized Map<Partition, Integer> deliveries() {
        Map<Partition, Integer> deliveries = new HashMap<>();
        for (DeleteCall call : unresolved) {
            for (Delivery delivery : call.deliveries()) {
                deliveries.merge(delivery.partition(), 1, Integer::sum);
            }
        }
        return deliveries;
    }

    /** Whether the call of any delivery of these partitions is not resolved. */
    public synchronized boolean anyOf(Collection<Partition> partitions) {
        return unresolved.stream()
                .flatMap(call -> call.deliveries().stream())
                .anyMatch(delivery -> partitions.contains(delivery.partition()));
    }
}
