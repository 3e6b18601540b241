package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** What the group has decided about an instance and the instance does not know yet. */
final class SimulatedMembership {

    private final Random random;
    private final Set<Partition> coming = new HashSet<>();
    private final Set<Partition> going = new HashSet<>();
    private final Set<Partition> gone = new HashSet<>();
    private boolean behind;
    private boolean removed;
    private long hearsNanos;
    private long lastChange;

    SimulatedMembership(Random random) {
        this.random = random;
    }

    void give(Set<Partition> partitions, long nowNanos) {
        coming.addAll(partitions);
        changed(nowNanos);
    }

    void take(Set<Partition> partitions, long nowNanos) {
        going.addAll(partitions);
        changed(nowNanos);
    }

    void lose(Set<Partition> partitions, Set<Partition> owned) {
        partitions.stream().filter(owned::contains).forEach(gone::add);
        coming.removeAll(partitions);
        going.removeAll(partitions);
    }

    /** The group has it no more; it hears of that with its next heartbeat. */
    void remove(long hearsAtNanos) {
        removed = true;
        hearsNanos = hearsAtNanos;
    }

    /** Whether it is no member, and may not know. */
    boolean isRemoved() {
        return removed;
    }

    /** Whether it joins again now, as it has heard that it is no member any more. */
    boolean rejoins(long nowNanos) {
        boolean rejoins = removed && nowNanos - hearsNanos >= 0;
        removed &= !rejoins;
        return rejoins;
    }

    /** Nobody wants it back, and nobody else has it. */
    boolean leaves(Partition partition) {
        return !going.contains(partition) && !gone.contains(partition);
    }

    /** All that would be left without an owner if the instance with these partitions died. */
    Set<Partition> responsibleFor(Set<Partition> owned) {
        Set<Partition> all = new HashSet<>(owned);
        all.removeAll(gone);
        all.addAll(coming);
        return all;
    }

    /** The group has gone on to another generation: it refuses the commits of those who have not heard of it. */
    boolean isBehind() {
        return behind;
    }

    boolean changedSince(long nanos) {
        return lastChange - nanos > 0;
    }

    /** The instance has heard what generation it is. */
    void follow() {
        behind = false;
    }

    Set<Partition> lost() {
        return gone;
    }

    Set<Partition> takeLost() {
        return takeAll(gone);
    }

    Set<Partition> takeLeaving() {
        return takeAll(going);
    }

    Set<Partition> takeComing() {
        return takeAll(coming);
    }

    private void changed(long nowNanos) {
        lastChange = nowNanos;
        behind |= random.nextBoolean();
    }

    private static Set<Partition> takeAll(Set<Partition> partitions) {
        Set<Partition> taken = new HashSet<>(partitions);
        partitions.clear();
        return taken;
    }
}
