package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.control.ControlKeeper;
import io.mediadeleter.pipeline.control.ControlParts;
import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.pipeline.queue.DeleteCall;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.time.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The real loop, dispatcher and keeper of the control topic, wired as the product wires them, without their threads. */
record SimulatedEngine(Loop loop, Dispatcher dispatcher, Signal dispatch, ControlKeeper control) {

    private static final int CALLS_IN_FLIGHT = 16;
    private static final int CALLS_PER_SECOND = 500;
    private static final int MOST_HOLDS = 1_000;
    private static final Duration PROBE_PACE = Duration.ofSeconds(1);
    private static final Duration SETTLE_INTERVAL = Duration.ofMillis(100);

    static SimulatedEngine of(
            SimulatedWorld world, SimulatedInstance instance, SimulatedRequestLog requests, Duration drainLimit) {
        SimulatedClock clock = instance.clock();
        ControlParts controlParts = new ControlParts(
                instance.link(),
                instance.toString(),
                instance::nextProcess,
                MOST_HOLDS,
                Optional::empty,
                instance.members());
        AgeLimit ages = world.rules().ages();
        ControlGate gate = new ControlGate(clock, ages);
        Signal signal = new Signal();
        Backlog backlog = new Backlog(signal);
        CompletedCalls completions = new CompletedCalls(requests);
        CallGates gates = new CallGates(
                new PollHeartbeat(clock),
                new Breaker(clock, new SilentTelemetry(), () -> PROBE_PACE),
                new HourlyCallLimit(controlParts.member(world.brake().limit()), clock),
                gate);
        PipelineParts parts = new PipelineParts(
                requests,
                (media, scope, stillMay, whenEnded) -> world.api().call(instance, latest(backlog), whenEnded),
                new TokenBucket(CALLS_PER_SECOND, clock.nanoTime()),
                world.rules().policy(),
                new SilentTelemetry(),
                clock,
                new PipelineLimits(CALLS_IN_FLIGHT, OptionalInt.empty(), ages, SETTLE_INTERVAL, drainLimit));
        return new SimulatedEngine(
                new Loop(parts, backlog, completions, gates),
                new Dispatcher(parts, backlog, completions, signal, gates),
                signal,
                new ControlKeeper(controlParts, gates, signal, new SilentTelemetry(), clock.withoutWaiting()));
    }

    /** The call that is about to be made: the story knows whom it is for, which the API itself never hears of. */
    private static DeleteCall latest(Backlog backlog) {
        List<DeleteCall> calls = backlog.inFlight().calls();
        return calls.get(calls.size() - 1);
    }
}
