package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final Outcome DELETED = new Outcome.Deleted("r-1");

    private static final Scope ONE_PART = Deliveries.parts(1, 1);

    private final VirtualTime time = new VirtualTime();
    private final FakeKafka kafka = new FakeKafka(time);
    private final Backlog backlog = new Backlog(new Signal());
    private final CompletedCalls completions = new CompletedCalls(kafka);
    private final Deliveries deliveries = new Deliveries();
    private final List<Consumer<Outcome>> calls = new ArrayList<>();
    private final List<BooleanSupplier> lastLooks = new ArrayList<>();

    @Test
    void call_takesAWorkerUntilAllIsToldOfIt() {
        List<Integer> whileTold = new ArrayList<>();
        Told told = new Told();
        Dispatcher dispatcher = dispatcher(told);
        told.onEnd = () -> whileTold.add(backlog.inFlight().calls().size());
        requests("1", "2");
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
        requests("1", "2");
        dispatcher.step();

        assertThatThrownBy(() -> calls.get(0).accept(DELETED)).hasMessage("no room for a log line");

        assertThat(completions.isEmpty()).isFalse();
        assertThat(backlog.inFlight().calls()).isEmpty();
    }

    @Test
    void heldRequest_isNotCalledCostsNoTokenAndBecomesADeadLetter() {
        Dispatcher dispatcher = dispatcher(new Told(), holding("media:11", "media:1"));
        requests("1", "2");

        assertThat(dispatcher.step()).isZero();

        assertThat(calls).as("the call behind it was made with the same token").hasSize(1);
        CompletedCalls.Completion refused = Objects.requireNonNull(completions.poll());
        assertThat(refused.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.fault().kind()).isEqualTo(FaultKind.HELD);
            assertThat(failed.fault().code()).isEqualTo("Hold.Media");
            assertThat(failed.fault().hold()).isEqualTo("media:1");
        });
        assertThat(backlog.inFlight().calls()).hasSize(1);
        assertThat(backlog.inFlight().deliveries()).containsEntry(LoopFixture.HERE, 2);
    }

    @Test
    void tokenOfWhatIsRefusedAltogether_isGivenBack() {
        Dispatcher dispatcher = dispatcher(new Told(), holding("media:1"));
        requests(Collections.nCopies(300, "1").toArray(String[]::new));
        assertThat(dispatcher.step()).isZero();
        assertThat(completions.isEmpty()).isFalse();
        backlog.add(deliveries.of(LoopFixture.HERE, "2", Deliveries.WHOLE), Instant.EPOCH);

        assertThat(dispatcher.step()).as("at the same moment: there is a token").isZero();
        assertThat(calls).hasSize(1);
    }

    @Test
    void sharedCall_isMadeAnewWithoutTheHeldRequest() {
        Dispatcher dispatcher = dispatcher(new Told(), holding("event:whole"));
        backlog.own(List.of(LoopFixture.HERE));
        backlog.add(deliveries.of(LoopFixture.HERE, "whole", "1", Deliveries.WHOLE), Instant.EPOCH);
        backlog.add(deliveries.of(LoopFixture.HERE, "part", "1", ONE_PART), Instant.EPOCH);

        dispatcher.step();

        assertThat(backlog.inFlight().calls())
                .singleElement()
                .satisfies(call -> assertThat(call.scope()).isEqualTo(ONE_PART));
    }

    @Test
    void whilePaused_nothingIsTakenAndNothingIsRefused() {
        Dispatcher dispatcher = dispatcher(new Told(), holding("all:x", "media:1"));
        requests("1");

        dispatcher.step();

        assertThat(calls).isEmpty();
        assertThat(completions.isEmpty()).isTrue();
        assertThat(backlog.size()).isEqualTo(1);
    }

    @Test
    void requestThatIsTooOld_isRefusedWhenItsTurnComes() {
        time.step(Duration.ofDays(2).toNanos());
        Dispatcher dispatcher = dispatcher(new Told(), PlainParts.open(time, new AgeLimit(Duration.ofDays(1))));
        requests("1");

        dispatcher.step();

        assertThat(calls).isEmpty();
        CompletedCalls.Completion refused = Objects.requireNonNull(completions.poll());
        assertThat(refused.outcome().failedBy(FaultKind.EXPIRED)).isTrue();
    }

    @Test
    void whatComesBetweenTheQuestionAndTheCall_stopsTheCall() {
        List<Consumer<ControlGate>> all = List.of(
                gate -> gate.read(List.of(put("all:x", 2))),
                gate -> gate.read(List.of(put("media:1", 2))),
                gate -> gate.follow(null),
                gate -> gate.follow(new ControlReader("i1", "q", 100, time.moment())));
        for (Consumer<ControlGate> comes : all) {
            ControlGate gate = holding();
            Dispatcher dispatcher = dispatcher(new Told(), gate, new Interrupted(() -> comes.accept(gate)));
            requests("1");

            dispatcher.step();

            assertThat(calls).isEmpty();
            backlog.disown(List.of(LoopFixture.HERE));
        }
    }

    @Test
    void callThatIsForbiddenBeforeItIsSent_countsForNothing() {
        ControlGate gate = holding();
        Told told = new Told();
        Dispatcher dispatcher = dispatcher(told, gate);
        told.onEnd = () -> {
            throw new AssertionError("no call was made");
        };
        requests("1", "2");
        dispatcher.step();
        assertThat(lastLooks.get(0).getAsBoolean()).isTrue();
        gate.read(List.of(put("event:" + inFlightEvent(), 2)));

        assertThat(lastLooks.get(0).getAsBoolean()).isFalse();
        calls.get(0).accept(new Outcome.Failed(Fault.held("Hold.Event", "event:x", "nothing was sent")));

        CompletedCalls.Completion put = Objects.requireNonNull(completions.poll());
        assertThat(put.outcome().failedBy(FaultKind.THROTTLED))
                .as("it is put back")
                .isTrue();
        assertThat(backlog.inFlight().calls()).isEmpty();
    }

    @Test
    void processThatWakesAfterItsLease_sendsNothingOfWhatItHadBegun() {
        Dispatcher dispatcher = dispatcher(new Told(), holding());
        requests("1", "2");
        dispatcher.step();
        time.pass(ControlReader.LEASE);
        assertThat(lastLooks.get(0).getAsBoolean()).isFalse();
    }

    private String inFlightEvent() {
        return backlog.inFlight().calls().get(0).deliveries().get(0).request().eventId();
    }

    /** A clock in whose reading something else comes between: that for the token, when calls had been allowed. */
    private final class Interrupted implements Time {

        private final Runnable comes;
        private int readings;

        Interrupted(Runnable comes) {
            this.comes = comes;
        }

        @Override
        public long nanoTime() {
            if (++readings == 2) {
                comes.run();
            }
            return time.nanoTime();
        }

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public void await(Signal signal, long nanos) {
            time.await(signal, nanos);
        }
    }

    private LoggedEntry put(String selector, long offset) {
        Selector named = Selector.parse(selector).orElseThrow();
        return new LoggedEntry(offset, time.now(), new ControlEntry.Put(named, "r", null, null, null));
    }

    /** A gate that has read these holds just now. */
    private ControlGate holding(String... selectors) {
        ControlGate gate = PlainParts.open(time, AgeLimit.NONE);
        for (String selector : selectors) {
            gate.read(List.of(put(selector, 2)));
        }
        return gate;
    }

    /** Requests for whole media. */
    private void requests(String... fileIds) {
        backlog.own(List.of(LoopFixture.HERE));
        for (String fileId : fileIds) {
            backlog.add(deliveries.of(LoopFixture.HERE, fileId, Deliveries.WHOLE), Instant.EPOCH);
        }
    }

    /** One call at a time, each ended by the test. */
    private Dispatcher dispatcher(Telemetry telemetry) {
        return dispatcher(telemetry, PlainParts.open(time, AgeLimit.NONE));
    }

    private Dispatcher dispatcher(Telemetry telemetry, ControlGate control) {
        return dispatcher(telemetry, control, time);
    }

    private Dispatcher dispatcher(Telemetry telemetry, ControlGate control, Time clock) {
        PipelineParts parts = PlainParts.of(kafka, new Store(), telemetry, clock, Duration.ofSeconds(4));
        CallGates gates = PlainParts.gates(time, telemetry, control);
        gates.heartbeat().beat();
        return new Dispatcher(parts, backlog, completions, new Signal(), gates);
    }

    /** Takes its time to send what it was given. */
    private final class Store implements MediaStore {

        @Override
        public void delete(MediaId media, Scope scope, BooleanSupplier stillMay, Consumer<Outcome> whenEnded) {
            lastLooks.add(stillMay);
            calls.add(whenEnded);
        }
    }

    /** Does what the test wants when it hears of a call's end. */
    private static final class Told implements Telemetry {

        private Runnable onEnd = () -> {};

        @Override
        public void callEnded(EndedCall call) {
            onEnd.run();
        }
    }
}
