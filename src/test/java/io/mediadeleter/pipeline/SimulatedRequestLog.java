package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.time.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One instance's way to the requests, and its membership of the group, as the simulated broker has them. */
final class SimulatedRequestLog implements RequestLog {

    private static final Duration TO_COMMIT = Duration.ofMillis(250);

    /** After a refusal the product waits for a moment. */
    private static final Duration TO_COMMIT_AGAIN = Duration.ofMillis(500);

    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration LATE = Duration.ofMillis(500);

    private final SimulatedInstance owner;
    private final SimulatedWorld world;
    private final Random random;
    private final Duration drainLimit;
    private final SimulatedPartitions partitions;
    private final SimulatedMembership group;

    /** The group waits for it to let go. */
    private boolean revoking;

    /** Something but the group's changes kept it from committing. */
    private boolean troubled;

    private boolean wasRefused;

    /** The last poll brought nothing, and the loop was ready to wait for something. */
    private boolean idle;

    private long lastPoll;
    private @Nullable String memberId;

    SimulatedRequestLog(SimulatedInstance owner, SimulatedWorld world, Duration drainLimit) {
        this.owner = owner;
        this.world = world;
        this.random = world.random();
        this.drainLimit = drainLimit;
        this.partitions = new SimulatedPartitions(world, owner.clock());
        this.group = new SimulatedMembership(random);
    }

    /** Whether the loop knows that it owns the partition, and nobody wants it back. */
    boolean holds(Partition partition) {
        return partitions.owned().contains(partition) && group.leaves(partition);
    }

    /** All that would be left without an owner if the instance died. */
    Set<Partition> responsibleFor() {
        return group.responsibleFor(partitions.owned());
    }

    /** The group gives these partitions to the instance. */
    void give(Set<Partition> coming) {
        group.give(coming, world.time().nanoTime());
    }

    /** The group wants these partitions back. */
    void take(Set<Partition> wanted) {
        group.take(wanted, world.time().nanoTime());
    }

    /** The group has given these partitions to another: the instance learns of it with its next poll. */
    void loseBehindItsBack(Set<Partition> lost) {
        group.lose(lost, partitions.owned());
        world.api().excuseAllOf(owner, lost);
    }

    /** The group has removed it, and it does not know. */
    void removed() {
        int longest = random.nextInt(3) == 0 ? 5_000 : 300; // heartbeats of the newer protocol are 5 s apart
        group.remove(world.time().nanoTime()
                + Duration.ofMillis(random.nextInt(longest)).toNanos());
    }

    @Override
    public Optional<String> memberId() {
        return Optional.ofNullable(memberId);
    }

    /** What it has time to settle from now on has to be settled. */
    void beginsDrain() {
        troubled = false;
    }

    /** It has drained: only calls that did not end in time may be made again. */
    void left(long limit) {
        boolean excused =
                troubled || group.changedSince(limit - Duration.ofSeconds(1).toNanos());
        world.api().excuseAllOf(owner, responsibleFor(), excused ? 0 : lastChance(limit));
    }

    /**
     * Calls that ended before this could be settled within the limit. The one thread of the story may have been with another
     * instance that waited, and come back when the time was over.
     */
    private long lastChance(long limit) {
        long again = wasRefused ? TO_COMMIT_AGAIN.toNanos() : 0;
        return Math.min(limit, lastPoll) - TO_COMMIT.toNanos() - again;
    }

    /** The same for partitions that are to be given up: there is no poll meanwhile. */
    private boolean isLate(long limit) {
        return world.time().nanoTime() - limit > LATE.toNanos();
    }

    @Override
    public Arrivals poll(Duration atMost, Assignment assignment) {
        owner.throwIfKilled();
        lastPoll = world.time().nanoTime();
        rebalance(assignment);
        if (owner.isStopping()) {
            world.time().await(new Signal(), atMost.toNanos());
        }
        Arrivals arrivals = partitions.fetch();
        idle = arrivals.deliveries().isEmpty() && atMost.compareTo(IDLE) >= 0;
        return arrivals;
    }

    /** Whether the loop has nothing to do but to wait. */
    boolean isIdle() {
        return idle;
    }

    private void rebalance(Assignment assignment) {
        if (group.isRemoved() && !group.rejoins(world.time().nanoTime())) {
            return;
        }
        if (memberId == null || !world.group().coordinator().has(owner.toString(), memberId)) {
            memberId = world.group().join(owner, memberId == null);
        }
        if (!owner.isStopping() || world.planted().followsWhileDraining()) {
            group.follow();
        }
        Set<Partition> lost = group.takeLost();
        if (!lost.isEmpty()) {
            partitions.forget(lost);
            if (world.planted().tellsLoss()) {
                assignment.lost(lost);
            }
        }
        Set<Partition> leaving = group.takeLeaving();
        if (!leaving.isEmpty()) {
            letGo(leaving, assignment);
            if (group.isRemoved()) {
                return; // it hears of that, and of what it has lost, before the group gives it anything
            }
        }
        Set<Partition> arrived = group.takeComing();
        if (!arrived.isEmpty()) {
            world.time().note("%s gets %s", owner, arrived);
            Map<Partition, CommitPoint> points = partitions.open(arrived);
            assignment.assigned(arrived, partitions.epoch(), points, Map.of());
        }
    }

    private void letGo(Set<Partition> leaving, Assignment assignment) {
        world.time().note("%s has to give %s", owner, leaving);
        long limit = world.time().nanoTime() + drainLimit.toNanos();
        troubled = false;
        revoking = true;
        assignment.revoked(leaving);
        revoking = false;
        world.time().note("%s gave %s", owner, leaving);
        owner.throwIfKilled();
        leaving.removeAll(group.lost());
        boolean excused = troubled || owner.isStopping() || isLate(limit);
        world.api().excuseAllOf(owner, leaving, excused ? 0 : limit);
        partitions.forget(leaving);
        world.group().released(leaving);
    }

    @Override
    public void pauseOnly(Set<Partition> paused) {
        partitions.pauseOnly(paused);
    }

    @Override
    public void rewind(Partition partition, long offset) {
        partitions.rewind(partition, offset);
    }

    @Override
    public void wakeup() {}

    /** A transaction takes its time, may be aborted, and is refused when the group's view has changed. */
    @Override
    public Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        owner.throwIfKilled();
        boolean diesBefore = random.nextBoolean();
        long takes = Duration.ofMillis(random.nextInt(15)).toNanos();
        long ends = world.time().nanoTime() + takes;
        world.time().pass(Duration.ofNanos(takes));
        if (diesBefore || world.time().nanoTime() > ends) {
            owner.throwIfKilled(); // the story's one thread was with others, and the next process of this name
            // fences this one
        }
        boolean inTrouble =
                owner.isFrozen() || group.isRemoved() || !group.lost().isEmpty() || random.nextInt(20) == 0;
        troubled |= inTrouble;
        boolean refused = inTrouble || (group.isBehind() && !revoking);
        if (!refused) {
            partitions.assertNoneIsLate(settlements);
            world.apply(owner, settlements, offsets);
        }
        wasRefused = refused;
        world.time().note("%s commits %d: %s", owner, settlements.size(), refused ? "refused" : offsets);
        owner.throwIfKilled();
        Commit refusal = group.isRemoved() || group.isBehind() ? Commit.NO_MEMBER : Commit.ABORTED;
        return world.planted().answer(refused ? refusal : Commit.DONE, random);
    }
}
