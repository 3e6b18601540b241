package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.rule.Settlement.DeadLettered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A group of instances, a broker and the API, all of one seed: requests arrive, partitions move, instances are killed,
 * frozen and started, and in the end every request must have one settlement. In every second story requests have a grace
 * period: none is called before it is over.
 */
final class SimulatedWorld {

    private static final int PARTITIONS = 3;
    private static final int MEDIA = 25;
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Random random;
    private final Planted planted;
    private final VirtualTime time = new VirtualTime();
    private final RetrySchedule ladder = new RetrySchedule(
            List.of(new RetryDelay("2s", Duration.ofSeconds(2)), new RetryDelay("10s", Duration.ofSeconds(10))));
    private final GracePeriod grace;
    private final SimulatedBroker broker;
    private final SimulatedApi api;
    private final List<SimulatedInstance> instances = new ArrayList<>();
    private final Map<Partition, SimulatedInstance> targets = new HashMap<>();
    private int started;

    SimulatedWorld(long seed, Planted planted) {
        this.random = new Random(seed);
        this.planted = planted;
        this.grace =
                seed % 2 == 0 ? GracePeriod.NONE : new GracePeriod(GRACE_PERIOD, Set.of(SimulatedBroker.REQUESTED));
        this.broker = new SimulatedBroker(random, time, planted, PARTITIONS, ladder.rungs());
        this.api = new SimulatedApi(random, time, broker, !grace.length().isZero());
    }

    /** Plays the whole story. */
    void play(int requests, int troubles) {
        start();
        start();
        for (int i = 0; i < requests; i++) {
            time.after(Duration.ofMillis(random.nextInt(20_000)), () -> broker.request(PARTITIONS, MEDIA));
        }
        for (int i = 0; i < troubles; i++) {
            time.after(Duration.ofMillis(1 + random.nextInt(25_000)), this::trouble);
        }
        time.pass(Duration.ofSeconds(26));
        long deadline = time.nanoTime() + PATIENCE.toNanos();
        while (!broker.isAllSettled() && time.nanoTime() < deadline) {
            time.pass(Duration.ofSeconds(1));
        }
        time.pass(Duration.ofSeconds(30));
        broker.assertOneSettlementEach();
    }

    Random random() {
        return random;
    }

    VirtualTime time() {
        return time;
    }

    RetrySchedule ladder() {
        return ladder;
    }

    GracePeriod grace() {
        return grace;
    }

    SimulatedBroker broker() {
        return broker;
    }

    SimulatedApi api() {
        return api;
    }

    Planted planted() {
        return planted;
    }

    /** A transaction goes through. */
    void apply(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        Map<Partition, CommitPoint> written = new HashMap<>();
        if (planted.writesOffsets()) {
            offsets.forEach((partition, point) -> written.put(partition, planted.written(point)));
        }
        settlements.forEach(this::assertGivenUpForAReason);
        broker.apply(planted.written(settlements), written);
    }

    /** No request is given up for a fault that was nobody's, unless the API answered others in the meantime. */
    private void assertGivenUpForAReason(Settled settled) {
        if (settled.settlement() instanceof DeadLettered dead && dead.fault().kind() == FaultKind.SYSTEMIC) {
            assertThat(api.hasAnsweredSince(dead.firstFailedAt()))
                    .as(
                            "an answer since %s, before %s is given up",
                            dead.firstFailedAt(), settled.delivery().origin())
                    .isTrue();
        }
    }

    /** An instance has let go of partitions: those who are to have them get them. */
    void released(Set<Partition> partitions) {
        partitions.forEach(partition -> {
            SimulatedInstance target = targets.get(partition);
            if (target != null && target.isAlive()) {
                target.give(Set.of(partition));
            } else {
                giveToAnyone(partition);
            }
        });
    }

    private void trouble() {
        switch (random.nextInt(6)) {
            case 0 -> kill(anyone());
            case 1 -> freeze(anyone());
            case 2 -> start();
            case 3 -> stop(anyone());
            case 4 -> api.fail(Duration.ofSeconds(random.nextInt(60)));
            default -> move();
        }
    }

    private void start() {
        SimulatedInstance instance = new SimulatedInstance("instance-" + started++, this);
        instances.add(instance);
        if (started == 1) {
            broker.partitions().forEach(partition -> assign(partition, instance));
        } else {
            move();
        }
    }

    /** SIGTERM, in the middle of a rebalance for half of them. */
    private void stop(SimulatedInstance victim) {
        if (instances.size() == 1) {
            start();
        }
        victim.stop();
        if (random.nextBoolean()) {
            move();
        }
    }

    /** An instance has drained and left the group. */
    void stopped(SimulatedInstance instance) {
        instances.remove(instance);
        if (instances.isEmpty()) {
            start();
        }
        released(instance.responsibleFor());
    }

    private void kill(SimulatedInstance victim) {
        Set<Partition> orphans = victim.responsibleFor();
        victim.kill();
        instances.remove(victim);
        if (instances.isEmpty()) {
            start();
        }
        time.after(SESSION, () -> orphans.forEach(this::giveToAnyone));
    }

    /** Longer than its session, or shorter. */
    private void freeze(SimulatedInstance victim) {
        if (victim.isFrozen()) {
            return;
        }
        victim.freeze();
        Duration sleep = Duration.ofMillis(random.nextInt(20_000));
        if (sleep.compareTo(SESSION) > 0 && instances.size() > 1) {
            time.after(SESSION, () -> {
                if (victim.isAlive()) {
                    Set<Partition> taken = victim.responsibleFor();
                    victim.loseBehindItsBack(taken);
                    taken.forEach(partition -> giveToAnyoneBut(partition, victim));
                }
            });
        }
        time.after(sleep, victim::thaw);
    }

    /** The group moves some partitions to another instance, cooperatively. */
    private void move() {
        SimulatedInstance target = anyone();
        for (Map.Entry<Partition, SimulatedInstance> entry : targets.entrySet()) {
            SimulatedInstance owner = entry.getValue();
            if (owner != target && owner.isAlive() && owner.holds(entry.getKey()) && random.nextInt(2) == 0) {
                entry.setValue(target);
                owner.take(Set.of(entry.getKey()));
            }
        }
    }

    private void giveToAnyone(Partition partition) {
        assign(partition, anyone());
    }

    private void giveToAnyoneBut(Partition partition, SimulatedInstance not) {
        List<SimulatedInstance> others = new ArrayList<>(instances);
        others.remove(not);
        assign(partition, others.isEmpty() ? not : others.get(random.nextInt(others.size())));
    }

    private void assign(Partition partition, SimulatedInstance instance) {
        targets.put(partition, instance);
        instance.give(Set.of(partition));
    }

    private SimulatedInstance anyone() {
        return instances.get(random.nextInt(instances.size()));
    }
}
