package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
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
import java.util.OptionalInt;

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

    static CallGates gates(Time time) {
        return gates(time, new SilentTelemetry(), ControlGate.uncontrolled(time, AgeLimit.NONE));
    }

    static CallGates gates(Time time, Telemetry telemetry, ControlGate control) {
        return new CallGates(
                new PollHeartbeat(time),
                new Breaker(time, telemetry, () -> Duration.ofSeconds(1)),
                HourlyCallLimit.none(time),
                control);
    }
}
