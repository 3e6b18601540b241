package io.mediadeleter.chaos;

import static org.awaitility.Awaitility.await;

import io.mediadeleter.chaos.Trouble.Interval;
import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Plays a script on a cluster and a group of instances, all on one thread, and looks after the instances as a supervisor
 * does: one that ended of itself is started again, and counted.
 */
final class Stage implements AutoCloseable {

    /** Until the group has noticed, and moved on. */
    private static final Duration AFTER_BROKER = Duration.ofSeconds(10);

    private static final Duration AFTER_INSTANCE = Duration.ofSeconds(1);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

    private final ClusterProcess cluster;
    private final Deployment deployment;
    private final List<ChildProcess> instances = new ArrayList<>();
    private final boolean[] down;

    /** How long each instance's log was when its process was started. */
    private final AtomicIntegerArray printedBefore;

    private final Queue<Interval> troubles = new ConcurrentLinkedQueue<>();
    private final AtomicInteger endedOfThemselves = new AtomicInteger();
    private final ScheduledExecutorService script = Executors.newSingleThreadScheduledExecutor();
    private final List<Future<?>> acts = new ArrayList<>();

    Stage(ClusterProcess cluster, Deployment deployment, int count) {
        this.cluster = cluster;
        this.deployment = deployment;
        this.down = new boolean[count];
        this.printedBefore = new AtomicIntegerArray(count);
        for (int i = 0; i < count; i++) {
            instances.add(deployment.start("instance-" + i));
        }
        Future<?> unused = script.scheduleWithFixedDelay(this::supervise, 1, 1, TimeUnit.SECONDS);
    }

    void play(List<Trouble> troubles) {
        troubles.forEach(trouble -> acts.add(after(trouble.at(), () -> strike(trouble))));
    }

    /** Waits until every trouble has been and has passed. */
    void awaitCurtain(Duration limit) {
        try {
            for (Future<?> act : acts) {
                act.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
            long last = troubles.stream()
                    .mapToLong(
                            past -> Duration.between(Instant.now(), past.to()).toMillis())
                    .max()
                    .orElse(0);
            after(Duration.ofMillis(Math.max(0, last)), () -> {}).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the script was not played to its end", e);
        }
    }

    /** SIGTERM for all, once the last one that was started again can hear it; their exit codes. */
    List<Integer> drain() {
        await("all to run").until(() -> IntStream.range(0, instances.size()).allMatch(this::hasBegun));
        script.shutdownNow();
        instances.forEach(ChildProcess::terminate);
        return instances.stream()
                .map(instance -> instance.awaitExit(DRAIN_LIMIT))
                .toList();
    }

    /** What went wrong, and until when that counts. */
    List<Interval> troubles() {
        return List.copyOf(troubles);
    }

    int endedOfThemselves() {
        return endedOfThemselves.get();
    }

    @Override
    public void close() {
        script.shutdownNow();
        instances.forEach(ChildProcess::close);
    }

    private void strike(Trouble trouble) {
        Instant from = Instant.now();
        switch (trouble.kind()) {
            case KILL_INSTANCE -> kill(trouble);
            case PAUSE_INSTANCE -> pause(trouble);
            case KILL_BROKER -> killBroker(trouble);
        }
        Instant to = from.plus(
                switch (trouble.kind()) {
                    case KILL_INSTANCE -> AFTER_INSTANCE;
                    case PAUSE_INSTANCE -> trouble.lasting().plus(AFTER_INSTANCE);
                    case KILL_BROKER -> trouble.lasting().plus(AFTER_BROKER);
                });
        troubles.add(new Interval(trouble, from, to));
    }

    private void kill(Trouble trouble) {
        down[trouble.victim()] = true;
        instances.get(trouble.victim()).kill();
        Future<?> unused = after(trouble.lasting(), () -> start(trouble.victim()));
    }

    private void pause(Trouble trouble) {
        ChildProcess victim = instances.get(trouble.victim());
        victim.pause();
        Future<?> unused = after(trouble.lasting(), victim::resume);
    }

    private void killBroker(Trouble trouble) {
        BrokerProcess broker = cluster.broker(trouble.victim());
        broker.kill();
        Future<?> unused = after(trouble.lasting(), broker::restart);
    }

    private void start(int number) {
        if (!instances.get(number).isAlive()) {
            printedBefore.set(number, instances.get(number).log().length());
            instances.set(number, deployment.start("instance-" + number));
        }
        down[number] = false;
    }

    private void supervise() {
        for (int i = 0; i < down.length; i++) {
            if (!down[i] && !instances.get(i).isAlive()) {
                if (hasBegun(i)) {
                    endedOfThemselves.incrementAndGet();
                }
                start(i);
            }
        }
    }

    /** A start that finds no answer, because a broker is down, says so and is tried again; that is no instance that gave up. */
    private boolean hasBegun(int number) {
        return instances.get(number).log().indexOf("Running as ", printedBefore.get(number)) >= 0;
    }

    private Future<?> after(Duration delay, Runnable act) {
        return script.schedule(act, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
