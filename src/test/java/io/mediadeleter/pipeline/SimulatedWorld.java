package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.Settled;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A group of instances, a broker and the API, all of one seed: requests arrive, partitions move, instances are killed,
 * frozen, started and cut off from the control topic, clocks are wrong, people pause, hold and lift the brake, and in the end every
 * request must have one settlement.
 */
final class SimulatedWorld {

    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Random random;
    private final Planted planted;
    private final Chronicle chronicle;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedRules rules;
    private final SimulatedControlTopic controlTopic;
    private final SimulatedOrders orders;
    private final SimulatedBrake brake;
    private final SimulatedBroker broker;
    private final SimulatedApi api;
    private final SettlementOracle oracle;
    private final SimulatedGroup group;

    /** From now on nobody pauses any more. */
    private boolean ending;

    SimulatedWorld(long seed, Planted planted, Chronicle chronicle) {
        this.random = new Random(seed);
        this.planted = planted;
        this.chronicle = chronicle;
        this.rules = SimulatedRules.any(random);
        this.controlTopic = new SimulatedControlTopic(this);
        this.orders = new SimulatedOrders(this);
        this.brake = SimulatedBrake.any(this);
        this.broker = new SimulatedBroker(this, PARTITIONS);
        this.api = new SimulatedApi(this);
        this.oracle = new SettlementOracle(this);
        this.group = new SimulatedGroup(this);
    }

    /** Plays the whole story. */
    void play(int requests, int troubles) {
        group.start();
        group.start();
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
        chronicle.happened(Happening.OFFSETS_LOST);
        group.killAll();
        time.pass(maxAge);
        broker.forgetOffsets();
        group.startAlone();
        int before = api.calls();
        passUntilAllIsSettled();
        time.pass(rules.grace());
        broker.assertSettledAgain();
        assertThat(api.calls()).as("calls of what is old by now").isEqualTo(before);
    }

    /** Whenever the brake is put on, somebody lifts it: without it, some would wait for an hour. */
    private void passUntilAllIsSettled() {
        long deadline = time.nanoTime() + PATIENCE.toNanos();
        while (!broker.isAllSettled() && time.nanoTime() < deadline) {
            brake.release();
            time.pass(Duration.ofSeconds(1));
        }
    }

    Random random() {
        return random;
    }

    VirtualTime time() {
        return time;
    }

    Chronicle chronicle() {
        return chronicle;
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

    SimulatedBrake brake() {
        return brake;
    }

    SimulatedBroker broker() {
        return broker;
    }

    SimulatedApi api() {
        return api;
    }

    SimulatedGroup group() {
        return group;
    }

    Planted planted() {
        return planted;
    }

    /** How many times longer threads may rest between their turns: at the end, there is little left to happen. */
    int pace() {
        return ending ? 5 : 1;
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

    /** Somebody stops deletion or lets it go on, or an instance gets into trouble with the control topic or its clock. */
    private void order() {
        switch (random.nextInt(11)) {
            case 0, 1 -> pause();
            case 2 -> orders.resume();
            case 3, 4, 5 -> broker.anyRequest().ifPresent(orders::hold);
            case 6 -> orders.lift();
            case 7, 8 -> cutOff(group.anyone());
            case 9 -> brake.release();
            default -> setClock(group.anyone());
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

    /** Of a machine that sleeps, nobody sets it: were it set back by as long as the machine slept, nothing could tell the sleep. */
    private void setClock(SimulatedInstance instance) {
        if (instance.isFrozen()) {
            return;
        }
        chronicle.happened(Happening.CLOCK_SET);
        instance.clock().jump(Duration.ofSeconds(random.nextInt(7_200) - 20));
    }

    void cutOff(SimulatedInstance victim) {
        Duration duration = Duration.ofMillis(1 + random.nextInt(20_000));
        time.note("%s is cut off from the control topic for %s", victim, duration);
        victim.link().cut(duration);
        if (random.nextBoolean()) {
            time.after(Duration.ofMillis(random.nextInt(2_000)), this::pause); // which an old leader knows nothing of
        }
    }

    private void trouble() {
        switch (random.nextInt(6)) {
            case 0 -> group.kill(group.anyone());
            case 1 -> group.freeze(group.anyone());
            case 2 -> group.start();
            case 3 -> group.stop(group.anyone());
            case 4 -> api.fail(Duration.ofSeconds(random.nextInt(60)));
            default -> group.move();
        }
    }
}
