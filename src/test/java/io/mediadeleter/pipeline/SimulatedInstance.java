package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.core.IntervalFunction;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.SettlementPolicy;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/** The real loop and dispatcher of one instance, between a simulated broker and a simulated API. */
final class SimulatedInstance implements Inbox, Outbox {

    /** Ends whatever the instance was doing when it was killed. */
    private static final class Killed extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private static final Duration SHORTEST_TURN = Duration.ofMillis(1);
    private static final Duration IDLE_STEP = Duration.ofMillis(10);
    private static final Duration LATE = Duration.ofMillis(500);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(4);

    private final String name;
    private final SimulatedWorld world;
    private final Random random;
    private final Loop loop;
    private final Dispatcher dispatcher;
    private final Map<Partition, Long> positions = new HashMap<>();
    private final Map<Partition, Long> epochs = new HashMap<>();
    private final SimulatedMembership group;
    private final IdentityHashMap<Delivery, Long> handedOver = new IdentityHashMap<>();
    private Set<Partition> paused = Set.of();
    private long lastEpoch;
    private boolean alive = true;
    private boolean frozen;
    private boolean busy;
    private boolean stopping;

    /** The group waits for it to let go. */
    private boolean revoking;

    /** Something but the group's changes kept it from committing. */
    private boolean troubled;

    SimulatedInstance(String name, SimulatedWorld world) {
        this.name = name;
        this.world = world;
        this.random = world.random();
        this.group = new SimulatedMembership(random);
        Signal signal = new Signal();
        Backlog backlog = new Backlog(signal);
        Completions completions = new Completions(this);
        Vitals vitals = new Vitals(
                new Pulse(world.time()),
                new Breaker(
                        world.time(), new SilentTelemetry(), IntervalFunction.ofExponentialBackoff(1_000, 2, 30_000)),
                new Brake(OptionalInt.empty(), world.time(), new SilentTelemetry()));
        Pipeline.Parts parts = new Pipeline.Parts(
                this,
                this,
                (call, whenEnded) -> world.api().call(this, call, whenEnded),
                new TokenBucket(500, world.time().nanoTime()),
                new SettlementPolicy(world.ladder()),
                new SilentTelemetry(),
                world.time(),
                new Pipeline.Limits(16, OptionalInt.empty(), Duration.ofMillis(100), DRAIN_LIMIT));
        loop = new Loop(parts, backlog, completions, vitals);
        dispatcher = new Dispatcher(parts, backlog, completions, signal, vitals);
        nextTurn(Duration.ZERO);
        dispatchAfter(SHORTEST_TURN);
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether the loop knows that it owns the partition, and nobody wants it back. */
    boolean holds(Partition partition) {
        return epochs.containsKey(partition) && group.leaves(partition);
    }

    /** All that would be left without an owner if this instance died. */
    Set<Partition> responsibleFor() {
        return group.responsibleFor(epochs.keySet());
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
    void give(Set<Partition> partitions) {
        group.give(partitions, world.time().nanoTime());
    }

    /** The group wants these partitions back. */
    void take(Set<Partition> partitions) {
        group.take(partitions, world.time().nanoTime());
    }

    /** The group has given these partitions to another: this instance learns of it with its next poll. */
    void loseBehindItsBack(Set<Partition> partitions) {
        world.time().note("%s loses %s and does not know", this, partitions);
        group.lose(partitions, epochs.keySet());
        world.api().excuseAllOf(this, partitions);
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
                loop.turn();
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
        loop.drain();
        throwIfKilled();
        alive = false;
        boolean excused = troubled
                || isLate(limit)
                || group.changedSince(limit - Duration.ofSeconds(1).toNanos());
        world.api().excuseAllOf(this, responsibleFor(), excused ? 0 : limit);
        world.time().note("%s has stopped", this);
        world.stopped(this);
    }

    /** The one thread of the story was with another instance that waited: this one got no time to end in time. */
    private boolean isLate(long limit) {
        return world.time().nanoTime() - limit > LATE.toNanos();
    }

    /** A step at a time; a dispatcher with nothing to do looks again a little later. */
    private void dispatchAfter(Duration delay) {
        world.time().after(delay, () -> {
            if (alive) {
                boolean busy = !frozen && dispatcher.step() == 0;
                dispatchAfter(busy ? SHORTEST_TURN : IDLE_STEP);
            }
        });
    }

    @Override
    public Arrivals poll(Duration atMost, Assignment assignment) {
        throwIfKilled();
        rebalance(assignment);
        if (stopping) {
            world.time().await(new Signal(), atMost.toNanos());
        }
        List<Delivery> deliveries = new ArrayList<>();
        Map<Partition, Long> ends = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (!paused.contains(partition)) {
                long end = Math.min(world.broker().end(partition), position + random.nextInt(40));
                for (long offset = position; offset < end; offset++) {
                    world.broker()
                            .read(partition, offset, world.planted().epoch(assignment(partition)))
                            .ifPresent(deliveries::add);
                }
                ends.put(partition, end);
            }
        });
        positions.putAll(ends);
        deliveries.forEach(delivery -> handedOver.put(delivery, assignment(delivery.partition())));
        return new Arrivals(deliveries, ends);
    }

    private void rebalance(Assignment assignment) {
        if (!stopping || world.planted().followsWhileDraining()) {
            group.follow();
        }
        Set<Partition> lost = group.takeLost();
        if (!lost.isEmpty()) {
            forget(lost);
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
            forget(leaving);
            world.released(leaving);
        }
        Set<Partition> arrived = group.takeComing();
        if (!arrived.isEmpty()) {
            arrive(arrived, assignment);
        }
    }

    private void arrive(Set<Partition> arrived, Assignment assignment) {
        world.time().note("%s gets %s", this, arrived);
        lastEpoch++;
        long epoch = world.planted().epoch(lastEpoch);
        Map<Partition, CommitPoint> points = new HashMap<>();
        for (Partition partition : arrived) {
            CommitPoint point = world.planted().read(world.broker().committed(partition));
            if (point != null) {
                points.put(partition, point);
            }
            positions.put(partition, point == null ? 0 : point.offset());
            epochs.put(partition, lastEpoch);
        }
        assignment.assigned(arrived, epoch, points);
    }

    private void forget(Set<Partition> partitions) {
        positions.keySet().removeAll(partitions);
        epochs.keySet().removeAll(partitions);
    }

    private long assignment(Partition partition) {
        return epochs.getOrDefault(partition, -1L);
    }

    private void assertNoneIsLate(List<Settled> settlements) {
        for (Settled settled : settlements) {
            Delivery delivery = settled.delivery();
            assertThat(handedOver.remove(delivery))
                    .as("assignment of %s/%d", delivery.partition(), delivery.offset())
                    .isEqualTo(assignment(delivery.partition()));
        }
    }

    private void throwIfKilled() {
        if (!alive) {
            throw new Killed();
        }
    }

    @Override
    public void pauseOnly(Set<Partition> partitions) {
        paused = Set.copyOf(partitions);
    }

    @Override
    public void rewind(Partition partition, long offset) {
        positions.put(partition, offset);
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
            assertNoneIsLate(settlements);
            world.apply(settlements, offsets);
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
