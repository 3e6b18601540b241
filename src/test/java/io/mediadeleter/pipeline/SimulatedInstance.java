package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real engine of one instance, with its own clocks, between a simulated broker and a simulated API. */
final class SimulatedInstance {

    /** Ends whatever the instance was doing when it was killed. */
    private static final class Killed extends RuntimeException {}

    private static final Duration SHORTEST_TURN = Duration.ofMillis(1);
    private static final int LONGEST_TURN = 20;
    private static final int LONGEST_IDLE_TURN = 80;
    private static final int LONGEST_READ = 100;
    private static final int IDLE_STEP = 10;
    private static final long LONGEST_IDLE_NANOS = Duration.ofMillis(100).toNanos();
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(4);

    private final String name;
    private final SimulatedWorld world;
    private final Random random;
    private final SimulatedClock clock;
    private final SimulatedControlLink link;
    private final SimulatedRequestLog requests;
    private final SimulatedEngine engine;
    private boolean alive = true;
    private boolean frozen;
    private boolean busy;
    private boolean stopping;
    private long nextStep;

    /** The process of the same name before this one, whose place it takes if the group still has that; null for none. */
    private final @Nullable SimulatedInstance before;

    private final SimulatedPeers members;

    SimulatedInstance(String name, SimulatedWorld world, SimulatedClock clock, @Nullable SimulatedInstance before) {
        this.name = name;
        this.before = before;
        this.members = new SimulatedPeers(world, this);
        this.world = world;
        this.random = world.random();
        this.clock = clock;
        this.link = new SimulatedControlLink(world);
        this.requests = new SimulatedRequestLog(this, world, DRAIN_LIMIT);
        this.engine = SimulatedEngine.of(world, this, requests, DRAIN_LIMIT);
        controlAfter(Duration.ZERO);
        nextTurn(Duration.ofMillis(before == null ? 0 : random.nextInt(4_000)));
        dispatchAfter(SHORTEST_TURN);
    }

    boolean isAlive() {
        return alive;
    }

    SimulatedClock clock() {
        return clock;
    }

    SimulatedControlLink link() {
        return link;
    }

    SimulatedRequestLog requests() {
        return requests;
    }

    /** A name that no process had before. */
    String nextProcess() {
        return name + "-" + world.group().nextProcess();
    }

    SimulatedPeers members() {
        return members;
    }

    /** The process of the same name before this one; empty for none. */
    Optional<SimulatedInstance> before() {
        return Optional.ofNullable(before);
    }

    boolean isFrozen() {
        return frozen;
    }

    void kill() {
        world.time().note("%s is killed", this);
        alive = false;
        world.api().excuseAllOf(this, requests.responsibleFor());
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

    /** The group has given these partitions to another. */
    void loseBehindItsBack(Set<Partition> lost) {
        world.time().note("%s loses %s and does not know", this, lost);
        requests.loseBehindItsBack(lost);
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

    void throwIfKilled() {
        if (!alive) {
            throw new Killed();
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
            int longest = requests.isIdle() ? LONGEST_IDLE_TURN : LONGEST_TURN;
            nextTurn(SHORTEST_TURN.plusMillis(random.nextInt(longest * world.pace())));
        });
    }

    /** What it had time to settle has to be settled, and last the group hears of all its calls. */
    private void end() {
        long limit = world.time().nanoTime() + DRAIN_LIMIT.toNanos();
        requests.beginsDrain();
        engine.loop().drain(Duration.ofMinutes(1));
        throwIfKilled();
        alive = false;
        engine.control().leave();
        requests.left(limit);
        world.time().note("%s has stopped", this);
        world.group().stopped(this);
    }

    /** A step at a time. One with nothing to do looks a little later whether it was woken. */
    private void dispatchAfter(Duration delay) {
        world.time().after(delay, () -> {
            if (!alive) {
                return;
            }
            if (!frozen && (engine.dispatch().lower() || world.time().nanoTime() >= nextStep)) {
                nextStep =
                        world.time().nanoTime() + Math.min(engine.dispatcher().step(), LONGEST_IDLE_NANOS);
            }
            boolean busy = !frozen && world.time().nanoTime() >= nextStep;
            dispatchAfter(busy ? SHORTEST_TURN : Duration.ofMillis((long) IDLE_STEP * world.pace()));
        });
    }

    /** It looks at the control topic until it has drained, as the product does. */
    private void controlAfter(Duration delay) {
        world.time().after(delay, () -> {
            if (alive) {
                if (!frozen) {
                    takeControlTurn();
                }
                controlAfter(Duration.ofMillis(50 + random.nextInt(LONGEST_READ * Math.min(world.pace(), 3))));
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
    public String toString() {
        return name;
    }
}
