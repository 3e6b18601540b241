package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.time.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final Outcome DELETED = new Outcome.Deleted("r-1");

    private final VirtualTime time = new VirtualTime();
    private final FakeKafka kafka = new FakeKafka(time);
    private final Backlog backlog = new Backlog(new Signal());
    private final CompletedCalls completions = new CompletedCalls(kafka);
    private final Deliveries deliveries = new Deliveries();
    private final List<Consumer<Outcome>> calls = new ArrayList<>();

    @Test
    void call_takesAWorkerUntilAllIsToldOfIt() {
        List<Integer> whileTold = new ArrayList<>();
        Told told = new Told();
        Dispatcher dispatcher = dispatcher(told);
        told.onEnd = () -> whileTold.add(backlog.inFlight().calls().size());
        twoRequests();
        dispatcher.step();
        assertThat(calls).hasSize(1);
        assertThat(dispatcher.step()).isEqualTo(Dispatcher.UNTIL_SIGNAL);

        calls.get(0).accept(DELETED);

        assertThat(whileTold).containsExactly(1);
        assertThat(completions.isEmpty()).isFalse();
        assertThat(backlog.inFlight().calls()).isEmpty();
    }

    @Test
    void endThatCannotBeTold_freesTheWorkerAndIsNotLost() {
        Told told = new Told();
        Dispatcher dispatcher = dispatcher(told);
        told.onEnd = () -> {
            throw new IllegalStateException("no room for a log line");
        };
        twoRequests();
        dispatcher.step();

        assertThatThrownBy(() -> calls.get(0).accept(DELETED)).hasMessage("no room for a log line");

        assertThat(completions.isEmpty()).isFalse();
        assertThat(backlog.inFlight().calls()).isEmpty();
    }

    private void twoRequests() {
        backlog.own(List.of(LoopFixture.HERE));
        backlog.add(deliveries.of(LoopFixture.HERE, "f1", Deliveries.WHOLE));
        backlog.add(deliveries.of(LoopFixture.HERE, "f2", Deliveries.WHOLE));
    }

    /** One call at a time, each ended by the test. */
    private Dispatcher dispatcher(Telemetry telemetry) {
        PipelineParts parts = new PipelineParts(
                kafka,
                (media, scope, whenEnded) -> calls.add(whenEnded),
                new TokenBucket(100, time.nanoTime()),
                new SettlementPolicy(new RetrySchedule(List.of())),
                telemetry,
                time,
                new PipelineLimits(1, OptionalInt.empty(), Duration.ofMillis(100), Duration.ofSeconds(4)));
        PollHeartbeat pulse = new PollHeartbeat(time);
        pulse.beat();
        CallGates vitals = new CallGates(
                pulse, new Breaker(time, telemetry), new HourlyCallLimit(OptionalInt.empty(), time, telemetry));
        return new Dispatcher(parts, backlog, completions, new Signal(), vitals);
    }

    /** Does what the test wants when it hears of a call's end. */
    private static final class Told implements Telemetry {

        private Runnable onEnd = () -> {};

        @Override
        public void callEnded(EndedCall call) {
            onEnd.run();
        }

        @Override
        public void settled(List<Settled> settlements, Duration took) {}

        @Override
        public void commitAborted(int settlements, Duration backOff) {}
    }
}
