package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.Settled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A group of instances, a broker and the API, all of one seed: requests arrive, partitions move, instances are killed,
 * frozen, started and cut off from the control topic, clocks are wrong, people pause and hold, and in the end every request
 * must have one settlement.
 */
final class SimulatedWorld {

    private static final int PARTITIONS = 3;
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Random random;
    private final Planted planted;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedRules rules;
    private final SimulatedControlTopic controlTopic;
    private final SimulatedOrders orders;
    private final SimulatedBroker broker;
    private final SimulatedApi api;
    private final SettlementOracle oracle;
    private final List<SimulatedInstance> instances = new ArrayList<>();
    private final Map<Partition, SimulatedInstance> targets = new HashMap<>();
    private int started;

    /** From now on nobody pauses any more. */
    private boolean ending;

    SimulatedWorld(long seed, Planted planted) {
        this.random = new Random(seed);
        this.planted = planted;
        this.rules = SimulatedRules.any(random);
        this.controlTopic = new SimulatedControlTopic(random, time);
        this.orders = new SimulatedOrders(random, time, controlTopic);
        this.broker = new SimulatedBroker(this, PARTITIONS);
        this.api = new SimulatedApi(this);
        this.oracle = new SettlementOracle(this);
    }

    /** Plays the whole story. */
    void play(int requests, int troubles) {
        start();
        start();
        for (int i = 0; i < requests; i++) {
            time.after(Duration.ofMillis(random.nextInt(20_000)), () -> broker.request(PARTITIONS));
        }
        for (int i = 0; i < troubles; i++) {
            time.after(Duration.ofMillis(1 + random.nextInt(25_000)), this::trouble);
            time.after(Duration.ofMillis(1 + random.nextInt(25_000)), this::order);
        }
        time.pass(Duration.ofSeconds(26));
        ending = true;
        orders.resume();
        passUntilAllIsSettled();
        time.pass(Duration.ofSeconds(30));
        broker.assertOneSettlementEach();
        if (random.nextInt(4) == 0) {
            loseOffsets();
        }
    }

    /** Nobody is a member of the group for longer than any request may be old, and Kafka forgets where it was. */
    private void loseOffsets() {
        Duration maxAge = rules.maxAge();
        if (maxAge == null) {
            return;
        }
        time.note("all are gone for %s, and their offsets are lost", maxAge);
        instances.forEach(SimulatedInstance::kill);
        instances.clear();
        time.pass(maxAge);
        broker.forgetOffsets();
        start();
        broker.partitions().forEach(partition -> assign(partition, instances.get(0)));
        int before = api.calls();
        passUntilAllIsSettled();
        time.pass(rules.grace());
        broker.assertSettledAgain();
        assertThat(api.calls()).as("calls of what is old by now").isEqualTo(before);
    }

    private void passUntilAllIsSettled() {
        long deadline = time.nanoTime() + PATIENCE.toNanos();
        while (!broker.isAllSettled() && time.nanoTime() < deadline) {
            time.pass(Duration.ofSeconds(1));
        }
    }

    Random random() {
        return random;
    }

    VirtualTime time() {
        return time;
    }

    SimulatedRules rules() {
        return rules;
    }

    SimulatedControlTopic controlTopic() {
        return controlTopic;
    }

    SimulatedOrders orders() {
        return orders;
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

    /** A transaction of this instance goes through. */
    void apply(SimulatedInstance writer, List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        Map<Partition, CommitPoint> written = new HashMap<>();
        if (planted.writesOffsets()) {
            offsets.forEach((partition, point) -> written.put(partition, planted.written(point)));
        }
        settlements.forEach(settled -> {
            oracle.assertOneOfItsKind(settled);
            if (writer.clock().isRight()) {
                oracle.assertGivenUpForAReason(settled);
            }
        });
        broker.apply(planted.written(settlements), written);
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

    /** Somebody stops deletion or lets it go on, or an instance gets into trouble with the control topic or its clock. */
    private void order() {
        switch (random.nextInt(10)) {
            case 0, 1 -> pause();
            case 2 -> orders.resume();
            case 3, 4, 5 -> broker.anyRequest().ifPresent(orders::hold);
            case 6 -> orders.lift();
            case 7, 8 -> cutOff(anyone());
            default -> anyone().clock().jump(Duration.ofSeconds(random.nextInt(7_200) - 20));
        }
        if (random.nextInt(3) == 0) {
            controlTopic.compact();
        }
    }

    private void pause() {
        if (!ending) {
            orders.pause();
        }
    }

    private void cutOff(SimulatedInstance victim) {
        Duration duration = Duration.ofMillis(1 + random.nextInt(20_000));
        time.note("%s is cut off from the control topic for %s", victim, duration);
        victim.link().cut(duration);
        if (random.nextBoolean()) {
            time.after(Duration.ofMillis(random.nextInt(2_000)), this::pause); // which an old leader knows nothing of
        }
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
        Duration ahead = random.nextInt(3) == 0 ? Duration.ofSeconds(random.nextInt(20_000) - 10_000) : Duration.ZERO;
        SimulatedInstance instance =
                new SimulatedInstance("instance-" + started++, this, new SimulatedClock(time, ahead));
        if (random.nextInt(4) == 0) {
            cutOff(instance);
        }
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
        boolean sleeps = random.nextBoolean();
        time.after(sleep, () -> {
            if (sleeps) {
                victim.clock().slept(sleep.toNanos());
            }
            victim.thaw();
        });
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
