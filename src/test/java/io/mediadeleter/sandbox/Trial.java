package io.mediadeleter.sandbox;

import io.mediadeleter.event.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/** The requests that were published and what came of each. Confined to one thread. */
final class Trial implements AutoCloseable {

    private final SandboxProgress progress;
    private final Upstream upstream;
    private final Downstream downstream;
    private final Map<Origin, Sent> sent = new LinkedHashMap<>();
    private final Map<Origin, List<SandboxOutcome>> endings = new LinkedHashMap<>();
    private final Set<Origin> replayed = new HashSet<>();

    Trial(SandboxServices stage, SandboxProgress progress) {
        this.progress = progress;
        this.upstream = new Upstream(stage.settings());
        this.downstream = new Downstream(stage.settings());
    }

    void publish(List<SandboxRequest> entries) throws ExecutionException, InterruptedException {
        upstream.publish(entries).forEach(one -> sent.put(one.origin(), one));
    }

    /** Reads until {@code done} or the time is up; whether it is done. */
    boolean watch(BooleanSupplier done, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            take(downstream.poll());
            progress.count(settled(), sent.size());
        }
        return true;
    }

    /** Reads all that there is. */
    boolean watchToEnd(Duration atMost) {
        return watch(downstream::isAtEnd, atMost);
    }

    /** What comes next, of whatever request; waits a moment when that is nothing. */
    List<SandboxOutcome> next() {
        return downstream.poll();
    }

    /** The request's dead letter goes back, so that it ends once more. */
    void replayed(Sent one) {
        replayed.add(one.origin());
    }

    /** How many endings a request should have. */
    int dueEndings(Sent one) {
        return replayed.contains(one.origin()) ? 2 : 1;
    }

    /** Every published request has ended. */
    boolean isSettled() {
        return settled() == sent.size();
    }

    boolean hasEndings() {
        return !endings.isEmpty();
    }

    /** The published requests, in order. */
    List<Sent> sent() {
        return List.copyOf(sent.values());
    }

    /** What came of a request: exactly one ending, or two when its dead letter was replayed. */
    List<SandboxOutcome> endings(Sent one) {
        return List.copyOf(endings.getOrDefault(one.origin(), List.of()));
    }

    @Override
    public void close() {
        upstream.close();
        downstream.close();
    }

    private int settled() {
        return (int) sent.keySet().stream().filter(endings::containsKey).count();
    }

    private void take(List<SandboxOutcome> came) {
        if (!hasEndings() && !came.isEmpty()) {
            progress.note("the first settlement can be read");
        }
        came.forEach(ending -> endings.computeIfAbsent(ending.origin(), origin -> new ArrayList<>(1))
                .add(ending));
    }
}
