package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.time.Signal;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The real engine of one instance, with its own clocks, between a simulated broker and a simulated API. */
final class SimulatedInstance implements RequestLog {

    /** Ends whatever the instance was doing when it was killed. */
    private static final class Killed extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private static final Duration SHORTEST_TURN = Duration.ofMillis(1);
    private static final Duration IDLE_STEP = Duration.ofMillis(10);
    private static final Duration TO_COMMIT = Duration.ofMillis(250);
    private static final Duration LATE = Duration.ofMillis(500);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(4);

    private final String name;
    private final SimulatedWorld world;
    private final Random random;
    private final SimulatedClock clock;
    private final SimulatedControlLink link;
    private final SimulatedEngine engine;
    private final SimulatedPartitions partitions;
    private final SimulatedMembership group;
    private boolean alive = true;
    private boolean frozen;
    private boolean busy;
    private boolean stopping;

    /** The group waits for it to let go. */
    private boolean revoking;

    /** Something but the group's changes kept it from committing. */
    private boolean troubled;

    private long lastPoll;
    private int processes;

    SimulatedInstance(String name, SimulatedWorld world, SimulatedClock clock) {
        this.name = name;
        this.world = world;
        this.random = world.random();
        this.clock = clock;
        this.link = new SimulatedControlLink(world);
        this.partitions = new SimulatedPartitions(world, clock);
        this.group = new SimulatedMembership(random);
        this.engine = SimulatedEngine.of(world, this, link, DRAIN_LIMIT);
        controlAfter(Duration.ZERO);
        nextTurn(Duration.ZERO);
        dispatchAfter(SHORTEST_TURN);
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether the loop knows that it owns the partition, and nobody wants it back. */
    boolean holds(Partition partition) {
        return partitions.owned().contains(partition) && group.leaves(partition);
    }

    /** All that would be left without an owner if this instance died. */
    Set<Partition> responsibleFor() {
        return group.responsibleFor(partitions.owned());
    }

    SimulatedClock clock() {
        return clock;
    }

    SimulatedControlLink link() {
        return link;
    }

    /** A name that no process had before. */
    String nextProcess() {
        return name + "-" + ++processes;
    }

    boolean isFrozen() {
        return frozen;
    }

    void kill() {
        world.time().note("%s is killed", this);
        alive = false;
        world.api().excuseAllOf(this, responsibleFor());
    }

    void freeze() {
        world.time().note("%s is frozen", this);
        frozen = true;
    }

    void thaw() {
        world.time().note("%s goes on", this);
        frozen = false;
        nextTurn(Duration.ZERO);
    }

    /** SIGTERM. */
    void stop() {
        world.time().note("%s is to stop", this);
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** The group gives these partitions to this instance. */
    void give(Set<Partition> coming) {
        group.give(coming, world.time().nanoTime());
    }

    /** The group wants these partitions back. */
    void take(Set<Partition> wanted) {
        group.take(wanted, world.time().nanoTime());
    }

    /** The group has given these partitions to another: this instance learns of it with its next poll. */
    void loseBehindItsBack(Set<Partition> lost) {
        world.time().note("%s loses %s and does not know", this, lost);
        group.lose(lost, partitions.owned());
        world.api().excuseAllOf(this, lost);
    }

    /** Something happens on a worker's thread, unless the process is dead. */
    void onWorker(Runnable action) {
        if (alive) {
            if (frozen) {
                world.time().after(Duration.ofMillis(100), () -> onWorker(action));
            } else {
                action.run();
            }
        }
    }

    private void nextTurn(Duration delay) {
        world.time().after(delay, () -> {
            if (!alive || frozen || busy) {
                return;
            }
            busy = true;
            try {
                if (stopping) {
                    end();
                    return;
                }
                engine.loop().turn();
            } catch (Killed end) {
                return;
            } finally {
                busy = false;
            }
            nextTurn(SHORTEST_TURN.plusMillis(random.nextInt(20)));
        });
    }

    /** What it had time to settle has to be settled: only calls that did not end in time may be made again. */
    private void end() {
        long limit = world.time().nanoTime() + DRAIN_LIMIT.toNanos();
        troubled = false;
        engine.loop().drain();
        throwIfKilled();
        alive = false;
        boolean excused =
                troubled || group.changedSince(limit - Duration.ofSeconds(1).toNanos());
        world.api().excuseAllOf(this, responsibleFor(), excused ? 0 : lastChance(limit));
        world.time().note("%s has stopped", this);
        world.stopped(this);
    }

    /**
     * Calls that ended before this could be settled within the limit. The one thread of the story may have been with another
     * instance that waited, and come back when the time was over.
     */
    private long lastChance(long limit) {
        return Math.min(limit, lastPoll) - TO_COMMIT.toNanos();
    }

    /** The same for partitions that are to be given up: there is no poll meanwhile. */
    private boolean isLate(long limit) {
        return world.time().nanoTime() - limit > LATE.toNanos();
    }

    /** A step at a time; a dispatcher with nothing to do looks again a little later. */
    private void dispatchAfter(Duration delay) {
        world.time().after(delay, () -> {
            if (alive) {
                boolean busy = !frozen && engine.dispatcher().step() == 0;
                dispatchAfter(busy ? SHORTEST_TURN : IDLE_STEP);
            }
        });
    }

    /** It looks at the control topic until it is to stop, as the product does. */
    private void controlAfter(Duration delay) {
        world.time().after(delay, () -> {
            if (alive && !stopping) {
                if (!frozen) {
                    takeControlTurn();
                }
                controlAfter(Duration.ofMillis(50 + random.nextInt(100)));
            }
        });
    }

    private void takeControlTurn() {
        try {
            engine.control().turn();
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    @Override
    public Arrivals poll(Duration atMost, Assignment assignment) {
        throwIfKilled();
        lastPoll = world.time().nanoTime();
        rebalance(assignment);
        if (stopping) {
            world.time().await(new Signal(), atMost.toNanos());
        }
        return partitions.fetch();
    }

    private void rebalance(Assignment assignment) {
        if (!stopping || world.planted().followsWhileDraining()) {
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
            world.time().note("%s has to give %s", this, leaving);
            long limit = world.time().nanoTime() + DRAIN_LIMIT.toNanos();
            troubled = false;
            revoking = true;
            assignment.revoked(leaving);
            revoking = false;
            world.time().note("%s gave %s", this, leaving);
            throwIfKilled();
            leaving.removeAll(group.lost());
            world.api().excuseAllOf(this, leaving, troubled || stopping || isLate(limit) ? 0 : limit);
            partitions.forget(leaving);
            world.released(leaving);
        }
        Set<Partition> arrived = group.takeComing();
        if (!arrived.isEmpty()) {
            world.time().note("%s gets %s", this, arrived);
            Map<Partition, CommitPoint> points = partitions.open(arrived);
            assignment.assigned(arrived, partitions.epoch(), points);
        }
    }

    private void throwIfKilled() {
        if (!alive) {
            throw new Killed();
        }
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
        boolean diesBefore = random.nextBoolean();
        world.time().pass(Duration.ofMillis(random.nextInt(15)));
        if (diesBefore) {
            throwIfKilled();
        }
        boolean inTrouble = frozen || !group.lost().isEmpty() || random.nextInt(20) == 0;
        troubled |= inTrouble;
        boolean refused = inTrouble || (group.isBehind() && !revoking);
        if (!refused) {
            partitions.assertNoneIsLate(settlements);
            world.apply(this, settlements, offsets);
        }
        world.time().note("%s commits %d: %s", this, settlements.size(), refused ? "refused" : offsets);
        throwIfKilled();
        return world.planted().answer(refused ? Commit.ABORTED : Commit.DONE, random);
    }

    @Override
    public String toString() {
        return name;
    }
}
