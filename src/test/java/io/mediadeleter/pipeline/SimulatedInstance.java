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
import java.util.HashSet;
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

    private final String name;
    private final SimulatedWorld world;
    private final Random random;
    private final Loop loop;
    private final Dispatcher dispatcher;
    private final Map<Partition, Long> positions = new HashMap<>();
    private final Map<Partition, Long> epochs = new HashMap<>();
    private final Set<Partition> coming = new HashSet<>();
    private final Set<Partition> going = new HashSet<>();
    private final Set<Partition> gone = new HashSet<>();
    private final IdentityHashMap<Delivery, Long> handedOver = new IdentityHashMap<>();
    private Set<Partition> paused = Set.of();
    private long lastEpoch;
    private boolean alive = true;
    private boolean frozen;
    private boolean busy;

    SimulatedInstance(String name, SimulatedWorld world) {
        this.name = name;
        this.world = world;
        this.random = world.random();
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
                new Pipeline.Limits(16, OptionalInt.empty(), Duration.ofMillis(100), Duration.ofSeconds(4)));
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
        return epochs.containsKey(partition) && !going.contains(partition) && !gone.contains(partition);
    }

    /** All that would be left without an owner if this instance died. */
    Set<Partition> responsibleFor() {
        Set<Partition> all = new HashSet<>(epochs.keySet());
        all.removeAll(gone);
        all.addAll(coming);
        return all;
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

    /** The group gives these partitions to this instance. */
    void give(Set<Partition> partitions) {
        coming.addAll(partitions);
    }

    /** The group wants these partitions back. */
    void take(Set<Partition> partitions) {
        going.addAll(partitions);
    }

    /** The group has given these partitions to another: this instance learns of it with its next poll. */
    void loseBehindItsBack(Set<Partition> partitions) {
        world.time().note("%s loses %s and does not know", this, partitions);
        partitions.stream().filter(epochs::containsKey).forEach(gone::add);
        coming.removeAll(partitions);
        going.removeAll(partitions);
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
                loop.turn();
            } catch (Killed end) {
                return;
            } finally {
                busy = false;
            }
            nextTurn(SHORTEST_TURN.plusMillis(random.nextInt(20)));
        });
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
        rebalance(assignment);
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
        if (!gone.isEmpty()) {
            Set<Partition> lost = takeAll(gone);
            forget(lost);
            if (world.planted().tellsLoss()) {
                assignment.lost(lost);
            }
        }
        if (!going.isEmpty()) {
            Set<Partition> leaving = takeAll(going);
            world.time().note("%s has to give %s", this, leaving);
            assignment.revoked(leaving);
            world.time().note("%s gave %s", this, leaving);
            throwIfKilled();
            leaving.removeAll(gone);
            world.api().excuseAllOf(this, leaving);
            forget(leaving);
            world.released(leaving);
        }
        if (!coming.isEmpty()) {
            arrive(takeAll(coming), assignment);
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

    private static Set<Partition> takeAll(Set<Partition> partitions) {
        Set<Partition> taken = new HashSet<>(partitions);
        partitions.clear();
        return taken;
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
        boolean refused = frozen || !gone.isEmpty() || random.nextInt(20) == 0;
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
