package io.mediadeleter.pipeline.queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.time.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What may be called now. Thread-safe: the loop adds and drops, the dispatcher takes. Only deliveries of owned
 * partitions ever come out.
 */
public final class Backlog {

    /** So many are refused in one turn, and then the loop may add, and other lanes have their turns. */
    private static final int MOST_REFUSED = 500;

    private final Signal work;

    @GuardedBy("this")
    private final PriorityLanes lanes = new PriorityLanes();

    /** Calls that did not count, by their turns: they keep their place before all that came later. */
    @GuardedBy("this")
    private final NavigableMap<Long, DeleteCall> again = new TreeMap<>();

    @GuardedBy("this")
    private final Set<Partition> owned = new HashSet<>();

    private final CallsInFlight inFlight = new CallsInFlight();

    /** An empty backlog that raises {@code work} when there is something new to take. */
    public Backlog(Signal work) {
        this.work = work;
    }

    /** From now on takes deliveries of these partitions. */
    public synchronized void own(Collection<Partition> partitions) {
        owned.addAll(partitions);
    }

    /** Drops what waits of these partitions and takes no more of it. */
    public synchronized void disown(Collection<Partition> partitions) {
        owned.removeAll(partitions);
        Set<Partition> left = Set.copyOf(owned);
        lanes.keepOnly(left);
        List<DeleteCall> calls = List.copyOf(again.values());
        again.clear();
        for (DeleteCall call : calls) {
            call.onlyFor(delivery -> left.contains(delivery.partition()))
                    .ifPresent(counting -> again.put(counting.turn(), counting));
        }
    }

    /** Puts the delivery, which has come at {@code now}, in line by its age, if its partition is owned. */
    public void add(Delivery delivery, Instant now) {
        add(delivery, DueSince.since(delivery), now);
    }

    /** Puts the delivery at the end of the line, if its partition is owned. */
    public void addLast(Delivery delivery, Instant now) {
        add(delivery, now, now);
    }

    private void add(Delivery delivery, Instant since, Instant now) {
        synchronized (this) {
            if (!owned.contains(delivery.partition())) {
                return;
            }
            lanes.add(delivery, since, now);
        }
        work.raise();
    }

    /** Puts a call that did not count back to its place in line. */
    public void putBack(DeleteCall call) {
        synchronized (this) {
            Set<Partition> now = Set.copyOf(owned);
            Optional<DeleteCall> counting = call.onlyFor(delivery -> now.contains(delivery.partition()));
            if (counting.isEmpty()) {
                return;
            }
            again.put(call.turn(), counting.get());
        }
        work.raise();
    }

    public synchronized boolean isEmpty() {
        return again.isEmpty() && lanes.isEmpty();
    }

    /** How many deliveries of each lane wait for a token. */
    public synchronized Map<Lane, Integer> waiting() {
        Map<Lane, Integer> waiting = lanes.waiting();
        for (DeleteCall call : again.values()) {
            call.deliveries().forEach(delivery -> waiting.merge(delivery.lane(), 1, Integer::sum));
        }
        return waiting;
    }

    /** Calls that wait. */
    public synchronized int size() {
        return again.size() + lanes.size();
    }

    /** A delivery that may not be called, and why. */
    public record Refused(DeleteCall call, Fault fault) {}

    /**
     * What was taken.
     *
     * @param call the call to make; empty when nothing is left that may be called, for now at least
     */
    public record Taken(Optional<DeleteCall> call, List<Refused> refused) {

        public static final Taken NOTHING = new Taken(Optional.empty(), List.of());
    }

    /**
     * Takes the next call, without those of its deliveries that may not be called; where none may, the one behind it. What is taken
     * is in flight from now on: whoever has disowned a partition sees its last ones there.
     *
     * @param objection why a delivery may not be called, if it may not; asked once for each that stands in line
     */
    public synchronized Taken take(Function<Delivery, Optional<Fault>> objection) {
        List<Refused> refused = new ArrayList<>();
        Optional<DeleteCall> call = Optional.empty();
        while (call.isEmpty() && refused.size() < MOST_REFUSED) {
            boolean takesTurn = again.isEmpty();
            Optional<DeleteCall> next = next();
            if (next.isEmpty()) {
                break;
            }
            call = next.get().onlyFor(delivery -> {
                Optional<Fault> why = objection.apply(delivery);
                why.ifPresent(fault -> refused.add(new Refused(DeleteCall.alone(delivery), fault)));
                return why.isEmpty();
            });
            if (takesTurn && call.isEmpty() && refused.size() < MOST_REFUSED) {
                lanes.returnTurn();
            }
        }
        refused.forEach(each -> inFlight.refused(each.call()));
        call.ifPresent(inFlight::began);
        return new Taken(call, refused);
    }

    @GuardedBy("this")
    private Optional<DeleteCall> next() {
        return Optional.ofNullable(again.pollFirstEntry())
                .map(Map.Entry::getValue)
                .or(lanes::take);
    }

    /** What was taken and has not ended. */
    public CallsInFlight inFlight() {
        return inFlight;
    }
}
