package io.mediadeleter.pipeline;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.CompletedCalls.Completion;
import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the loop's classes work with, on virtual time; a test takes calls from the backlog and ends them, as the dispatcher
 * and its workers would. Confined to one thread.
 */
final class LoopFixture {

    static final Partition HERE = new Partition("t", 0);
    static final Partition THERE = new Partition("t", 1);
    static final Duration INTERVAL = Duration.ofMillis(100);
    static final Duration DRAIN_LIMIT = Duration.ofSeconds(4);

    final VirtualTime time = new VirtualTime();
    final FakeKafka kafka = new FakeKafka(time);
    final RecordingTelemetry telemetry = new RecordingTelemetry();
    final Backlog backlog = new Backlog(new Signal());
    final CompletedCalls completions = new CompletedCalls(kafka);
    final Deliveries deliveries = new Deliveries();
    final PollHeartbeat heartbeat;
    final Breaker breaker;
    private final PipelineParts parts;

    LoopFixture(RetryDelay... delays) {
        heartbeat = new PollHeartbeat(time);
        breaker = new Breaker(time, telemetry, () -> Duration.ofSeconds(1));
        parts = parts(time, delays);
    }

    private PipelineParts parts(Time clock, RetryDelay... delays) {
        return new PipelineParts(
                kafka,
                (media, scope, stillMay, whenEnded) -> {
                    throw new AssertionError("the test ends calls itself");
                },
                new TokenBucket(1, time.nanoTime()),
                new SettlementPolicy(new RetrySchedule(List.of(delays)), AbsentMedia.RESULT, GracePeriod.NONE),
                telemetry,
                clock,
                new PipelineLimits(1, OptionalInt.empty(), AgeLimit.NONE, INTERVAL, DRAIN_LIMIT));
    }

    PipelineParts parts() {
        return parts;
    }

    /** A loop that owns {@link #HERE} and {@link #THERE}. */
    Loop loop() {
        return loop(time);
    }

    /** The same, whose waiting is done by this clock. */
    Loop loop(Time clock) {
        Loop loop = new Loop(
                parts(clock),
                backlog,
                completions,
                new CallGates(heartbeat, breaker, PlainParts.unlimited(time), PlainParts.open(time, AgeLimit.NONE)));
        loop.assigned(Set.of(HERE, THERE), 1, Map.of(), Map.of());
        telemetry.told();
        return loop;
    }

    /** A request that has just arrived. */
    Delivery arrived(Loop loop, Partition partition) {
        Delivery delivery = deliveries.of(partition, "f" + time.nanoTime(), Deliveries.WHOLE);
        kafka.bring(delivery);
        loop.turn();
        return delivery;
    }

    /** Makes the next call, which goes well after a while. */
    void callEndsAfter(Duration delay) {
        Completion completion =
                new Completion(backlog.take(any -> Optional.empty()).call().orElseThrow(), new Outcome.Deleted("r-1"));
        time.after(delay, () -> completions.add(completion));
    }

    Duration elapsed(Runnable action) {
        long from = time.nanoTime();
        action.run();
        return Duration.ofNanos(time.nanoTime() - from);
    }
}
