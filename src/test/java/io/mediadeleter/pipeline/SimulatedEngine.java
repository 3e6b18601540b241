package io.mediadeleter.pipeline;

import io.github.resilience4j.core.IntervalFunction;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.SettlementPolicy;
import java.time.Duration;
import java.util.OptionalInt;

/** The real loop and dispatcher, wired as the product wires them, without their threads. */
record SimulatedEngine(Loop loop, Dispatcher dispatcher) {

    private static final int CALLS_IN_FLIGHT = 16;
    private static final int CALLS_PER_SECOND = 500;
    private static final Duration SETTLE_INTERVAL = Duration.ofMillis(100);

    static SimulatedEngine of(SimulatedWorld world, SimulatedInstance instance, Duration drainLimit) {
        Signal signal = new Signal();
        Backlog backlog = new Backlog(signal);
        Completions completions = new Completions(instance);
        Vitals vitals = new Vitals(
                new Pulse(world.time()),
                new Breaker(
                        world.time(), new SilentTelemetry(), IntervalFunction.ofExponentialBackoff(1_000, 2, 30_000)),
                new Brake(OptionalInt.empty(), world.time(), new SilentTelemetry()));
        Pipeline.Parts parts = new Pipeline.Parts(
                instance,
                instance,
                (call, whenEnded) -> world.api().call(instance, call, whenEnded),
                new TokenBucket(CALLS_PER_SECOND, world.time().nanoTime()),
                new SettlementPolicy(world.ladder()),
                new SilentTelemetry(),
                world.time(),
                new Pipeline.Limits(CALLS_IN_FLIGHT, OptionalInt.empty(), SETTLE_INTERVAL, drainLimit));
        return new SimulatedEngine(
                new Loop(parts, backlog, completions, vitals),
                new Dispatcher(parts, backlog, completions, signal, vitals));
    }
}
