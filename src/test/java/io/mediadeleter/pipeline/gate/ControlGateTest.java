package io.mediadeleter.pipeline.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.rule.AgeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlGateTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final StoppedTime time = new StoppedTime();
    private final Delivery delivery = new Deliveries().of(new Partition("requested", 0), "77", Deliveries.WHOLE);

    private void follow(ControlGate gate) {
        gate.follow(new ControlReader("i1", "p", 10, time.moment()));
    }

    @Test
    void whileNothingIsKnown_nothingIsDone() {
        ControlGate gate = new ControlGate(time, AgeLimit.NONE);
        assertThat(gate.whileOpen(() -> "done")).isEmpty();
        follow(gate);
        assertThat(gate.whileOpen(() -> "done")).isEmpty();

        Probe probe = gate.probe(null).orElseThrow();
        gate.read(List.of(new LoggedEntry(0, time.now(), new Seen(probe))));
        assertThat(gate.whileOpen(() -> "done")).contains("done");
        gate.follow(null);
        assertThat(gate.whileOpen(() -> "done")).isEmpty();
    }

    @Test
    void gateThatIsNew_isBeginningUntilItHasAProof_andForNoLongerThanALease() {
        ControlGate gate = new ControlGate(time, AgeLimit.NONE);
        assertThat(isBeginning(gate)).isTrue();
        follow(gate);
        time.pass(ControlReader.LEASE.minusMillis(1));
        assertThat(isBeginning(gate)).isTrue();
        time.pass(Duration.ofMillis(1));
        assertThat(isBeginning(gate)).isFalse();

        ControlGate quick = new ControlGate(time, AgeLimit.NONE);
        follow(quick);
        Probe probe = quick.probe(null).orElseThrow();
        quick.read(List.of(new LoggedEntry(0, time.now(), new Seen(probe))));
        assertThat(isBeginning(quick)).isFalse();
    }

    private static boolean isBeginning(ControlGate gate) {
        return gate.status().isBeginning();
    }

    @Test
    void whileSomethingIsDone_nothingElseIsRead() throws InterruptedException {
        ControlGate gate = new ControlGate(time, AgeLimit.NONE);
        follow(gate);
        gate.read(
                List.of(new LoggedEntry(0, time.now(), new Seen(gate.probe(null).orElseThrow()))));
        Put pause = new Put(Selector.pause("x"), "r", null, null, null);
        Thread reader = new Thread(() -> gate.read(List.of(new LoggedEntry(1, time.now(), pause))), "reader");

        boolean allowed = gate.whileOpen(() -> {
                    reader.start();
                    await("the reader to wait")
                            .pollInSameThread()
                            .until(() -> reader.getState() == Thread.State.BLOCKED);
                    return gate.allowsCalls();
                })
                .orElseThrow();
        reader.join();

        assertThat(allowed).isTrue();
        assertThat(gate.allowsCalls()).isFalse();
    }

    @Test
    void ageIsNeverTakenForLessThanItIs_howeverLateTheProbeWasRead() {
        ControlGate gate = new ControlGate(
                time,
                new AgeLimit(
                        Duration.between(delivery.originTimestamp(), time.now()).plus(SECOND)));
        follow(gate);
        Probe probe = gate.probe(null).orElseThrow();
        LoggedEntry stamped = new LoggedEntry(0, time.now(), new Seen(probe));
        assertThat(gate.objection(delivery)).as("nothing is known of the time").isPresent();

        time.pass(SECOND);
        gate.read(List.of(stamped));
        assertThat(gate.objection(delivery)).isEmpty();
        time.pass(Duration.ofMillis(1));
        assertThat(gate.objection(delivery)).isPresent();
    }

    @Test
    void heldRequestSaysWhoHoldsItAndWhy_inASentenceAlsoWhereNobodyIsNamed() {
        Selector selector = Selector.parse("media:77").orElseThrow();
        Instant until = time.now().plus(SECOND);
        assertThat(messageOf(new Put(selector, "legal case 12", "ops", until, null)))
                .isEqualTo("The hold media:77 until " + until + ", put on by ops: legal case 12");
        assertThat(messageOf(new Put(selector, "legal case 12", null, null, null)))
                .isEqualTo("The hold media:77: legal case 12");
        assertThat(messageOf(Put.unreadable(selector, "reason is missing")))
                .isEqualTo("The hold media:77: its record on the control topic is unreadable: reason is missing");
    }

    private String messageOf(Put hold) {
        ControlGate gate = new ControlGate(time, AgeLimit.NONE);
        follow(gate);
        gate.read(List.of(new LoggedEntry(0, time.now(), hold)));
        return gate.objection(delivery).orElseThrow().message();
    }
}
