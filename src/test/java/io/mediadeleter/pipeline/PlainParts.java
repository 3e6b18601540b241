package io.mediadeleter.pipeline;

import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.brake.BrakeMember;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.pipeline.control.ControlParts;
import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.port.ControlLog;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What an engine is made of where a test asks for nothing more: no retries, one call in flight, and open gates. */
public final class PlainParts {

    private PlainParts() {}

    public static PipelineParts of(
            RequestLog requests, MediaStore store, Telemetry telemetry, Time time, Duration drainLimit) {
        return new PipelineParts(
                requests,
                store,
                new TokenBucket(100, time.nanoTime()),
                new SettlementPolicy(new RetrySchedule(List.of()), AbsentMedia.RESULT, GracePeriod.NONE),
                telemetry,
                time,
                new PipelineLimits(1, OptionalInt.empty(), AgeLimit.NONE, Duration.ofMillis(100), drainLimit));
    }

    /** A side of the control topic that tells nothing of itself and misses nobody. */
    public static ControlParts control(ControlLog log, Supplier<String> processes) {
        return new ControlParts(log, "i1", processes, 100, Optional::empty, new NoPeers());
    }

    /** No limit on calls in an hour. */
    public static HourlyCallLimit unlimited(Time time) {
        return new HourlyCallLimit(new BrakeMember("i1", "i1-p", null), time);
    }

    /** A gate that has just read that nothing is held, so that calls may start until its lease ends. */
    static ControlGate open(Time time, AgeLimit ages) {
        ControlGate gate = new ControlGate(time, ages);
        gate.follow(new ControlReader("i1", "p", 100, time.moment()));
        gate.probe(null).ifPresent(probe -> gate.read(List.of(new LoggedEntry(1, time.now(), new Seen(probe)))));
        return gate;
    }

    static CallGates gates(Time time) {
        return gates(time, new SilentTelemetry(), open(time, AgeLimit.NONE));
    }

    static CallGates gates(Time time, Telemetry telemetry, ControlGate control) {
        return new CallGates(
                new PollHeartbeat(time),
                new Breaker(time, telemetry, () -> Duration.ofSeconds(1)),
                unlimited(time),
                control);
    }
}
