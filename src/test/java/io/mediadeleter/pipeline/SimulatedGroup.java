package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The instances of a story, who comes and goes, and who is to have which partition. */
final class SimulatedGroup {

    private static final Duration SESSION = Duration.ofSeconds(10);

    private final SimulatedWorld world;
    private final Random random;
    private final VirtualTime time;
    private final Chronicle chronicle;
    private final List<SimulatedInstance> instances = new ArrayList<>();
    private final Map<Partition, SimulatedInstance> targets = new HashMap<>();
    private final SimulatedCoordinator coordinator;
    private int started;
    private int processes;

    SimulatedGroup(SimulatedWorld world) {
        this.world = world;
        this.random = world.random();
        this.time = world.time();
        this.chronicle = world.chronicle();
        this.coordinator = new SimulatedCoordinator(time, this::expelled);
    }

    SimulatedCoordinator coordinator() {
        return coordinator;
    }

    int nextProcess() {
        return ++processes;
    }

    /** A process joins; the first time with the partitions of its former self, if the group still has that. Its id as a member. */
    String join(SimulatedInstance process, boolean isFirst) {
        process.before().filter(before -> isFirst && isMember(before)).ifPresent(before -> {
            chronicle.happened(Happening.CAME_BACK_UNDER_ITS_NAME);
            before.requests().responsibleFor().forEach(partition -> assign(partition, process));
        });
        return coordinator.join(process);
    }

    private boolean isMember(SimulatedInstance process) {
        return process.requests()
                .memberId()
                .filter(id -> coordinator.has(process.toString(), id))
                .isPresent();
    }

    /** The group has removed this one: others get its partitions, and if it lives it does not know. */
    private void expelled(SimulatedInstance victim) {
        Set<Partition> taken = victim.requests().responsibleFor();
        if (victim.isAlive()) {
            chronicle.happened(Happening.REMOVED_ALIVE);
            victim.loseBehindItsBack(taken);
            victim.requests().removed();
        }
        taken.forEach(partition -> giveToAnyoneBut(partition, victim));
    }

    private void endSession(SimulatedInstance victim) {
        victim.requests()
                .memberId()
                .ifPresent(id -> time.after(SESSION, () -> coordinator.endSession(victim.toString(), id)));
    }

    SimulatedInstance anyone() {
        return instances.get(random.nextInt(instances.size()));
    }

    void start() {
        Duration ahead = random.nextInt(3) == 0 ? Duration.ofSeconds(random.nextInt(20_000) - 10_000) : Duration.ZERO;
        if (world.orders().isPaused()) {
            chronicle.happened(Happening.STARTED_WHILE_PAUSED);
        }
        if (world.brake().isOn()) {
            chronicle.happened(Happening.STARTED_WHILE_BRAKED);
        }
        SimulatedInstance instance =
                new SimulatedInstance("instance-" + started++, world, new SimulatedClock(time, ahead), null);
        if (random.nextInt(4) == 0) {
            world.cutOff(instance);
        }
        instances.add(instance);
        if (started == 1) {
            world.broker().partitions().forEach(partition -> assign(partition, instance));
        } else {
            move();
        }
    }

    /** All are gone at once, and one comes that gets everything. */
    void killAll() {
        instances.forEach(coordinator::leave);
        instances.forEach(SimulatedInstance::kill);
        instances.clear();
    }

    void startAlone() {
        start();
        world.broker().partitions().forEach(partition -> assign(partition, instances.get(0)));
    }

    /** SIGTERM, in the middle of a rebalance for half of them. */
    void stop(SimulatedInstance victim) {
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
        coordinator.leave(instance);
        if (instances.isEmpty()) {
            start();
        }
        released(instance.requests().responsibleFor());
    }

    void kill(SimulatedInstance victim) {
        chronicle.happened(Happening.KILLED);
        boolean isMember = isMember(victim);
        victim.kill();
        instances.remove(victim);
        if (instances.isEmpty()) {
            start();
        }
        if (!isMember) {
            Set<Partition> orphans = victim.requests().responsibleFor();
            time.after(SESSION, () -> orphans.forEach(this::giveToAnyone));
            return;
        }
        endSession(victim);
        if (random.nextInt(3) == 0) {
            time.after(Duration.ofMillis(random.nextInt(5_000)), () -> startAgain(victim));
        }
    }

    /** A supervisor starts a killed process again. */
    private void startAgain(SimulatedInstance killed) {
        time.note("%s is started again", killed);
        instances.add(new SimulatedInstance(killed.toString(), world, new SimulatedClock(time, Duration.ZERO), killed));
    }

    /** Longer than its session, or shorter. */
    void freeze(SimulatedInstance victim) {
        if (victim.isFrozen()) {
            return;
        }
        chronicle.happened(Happening.SUSPENDED);
        victim.freeze();
        Duration sleep = Duration.ofMillis(random.nextInt(20_000));
        if (sleep.compareTo(SESSION) > 0) {
            endSession(victim);
        }
        boolean sleeps = random.nextBoolean();
        time.after(sleep, () -> {
            if (sleeps) {
                chronicle.happened(Happening.SUSPENDED_WHILE_ITS_CLOCK_STOOD_STILL);
                victim.clock().slept(sleep.toNanos());
            }
            victim.thaw();
        });
    }

    /** The group moves some partitions to another instance, cooperatively. */
    void move() {
        SimulatedInstance target = anyone();
        for (Map.Entry<Partition, SimulatedInstance> entry : targets.entrySet()) {
            SimulatedInstance owner = entry.getValue();
            if (owner != target
                    && owner.isAlive()
                    && owner.requests().holds(entry.getKey())
                    && random.nextInt(2) == 0) {
                entry.setValue(target);
                owner.requests().take(Set.of(entry.getKey()));
            }
        }
    }

    /** An instance has let go of partitions: those who are to have them get them. */
    void released(Set<Partition> partitions) {
        partitions.forEach(partition -> {
            SimulatedInstance target = targets.get(partition);
            if (target != null && target.isAlive()) {
                target.requests().give(Set.of(partition));
            } else {
                giveToAnyone(partition);
            }
        });
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
        instance.requests().give(Set.of(partition));
    }
}
