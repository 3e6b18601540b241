package io.mediadeleter.pipeline.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.brake.BrakeMember;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.FakeControlLog;
import io.mediadeleter.pipeline.PlainParts;
import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.port.ControlLogLost;
import io.mediadeleter.pipeline.port.ControlLogRefused;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.time.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ControlKeeperTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final StoppedTime time = new StoppedTime();
    private final FakeControlLog log = new FakeControlLog(time);
    private final ControlGate gate = new ControlGate(time, AgeLimit.NONE);
    private final Signal dispatch = new Signal();
    private final Told told = new Told();
    private int processes;
    private final PollHeartbeat heartbeat = new PollHeartbeat(time);
    private final ControlKeeper keeper = keeper();

    private ControlKeeper keeper() {
        return keeper(PlainParts.unlimited(time));
    }

    private ControlKeeper keeper(HourlyCallLimit brake) {
        return new ControlKeeper(
                PlainParts.control(log, () -> "i1-" + ++processes),
                new CallGates(heartbeat, new Breaker(time, told, () -> Duration.ofSeconds(1)), brake, gate),
                dispatch,
                told,
                time);
    }

    private void turn() throws InterruptedException {
        keeper.turn();
    }

    @Test
    void gateIsShut_untilTheFirstProbeWasReadBack() throws InterruptedException {
        assertThat(gate.allowsCalls()).isFalse();
        turn();
        assertThat(gate.allowsCalls()).isTrue();
        assertThat(dispatch.lower()).isTrue();
    }

    @Test
    void holdsThatStandAtTheStart_areKnownBeforeTheFirstCall() throws InterruptedException {
        log.hold("all:x");
        turn();
        assertThat(gate.allowsCalls()).isFalse();
        assertThat(told.pauses).hasSize(1);
    }

    @Test
    void probesThatDoNotComeBack_shutTheGateWithinALease() throws InterruptedException {
        turn();
        log.cutOff = true;
        time.pass(Duration.ofMillis(2_999));
        turn();
        assertThat(heartbeat.allowsCalls()).isTrue();
        time.pass(Duration.ofMillis(1));
        turn();
        assertThat(heartbeat.allowsCalls())
                .as("others may remove this instance from the group")
                .isFalse();
        time.pass(Duration.ofMillis(1_999));
        turn();
        assertThat(gate.allowsCalls()).isTrue();
        time.pass(Duration.ofMillis(1));
        turn();
        assertThat(gate.allowsCalls()).isFalse();

        log.cutOff = false;
        time.pass(SECOND);
        turn();
        assertThat(gate.allowsCalls()).isTrue();
    }

    @Test
    void pauseAndResume_areToldOnce() throws InterruptedException {
        turn();
        log.hold("all:x");
        turn();
        turn();
        assertThat(told.pauses).hasSize(1);
        assertThat(gate.allowsCalls()).isFalse();

        log.append(new Lifted(Selector.pause("x")));
        turn();
        assertThat(told.pauses).hasSize(2);
        assertThat(told.pauses.get(1)).isEmpty();
        assertThat(told.all).containsExactly(1, 0);
        assertThat(gate.allowsCalls()).isTrue();
    }

    @Test
    void anotherProcessOfItsName_isToldOnce_andAgainWhenItComesBack() throws InterruptedException {
        turn();
        for (int number = 1; number < 5; number++) {
            log.append(new Seen(new Probe("i1", "another", number, null)));
            turn();
        }
        assertThat(told.namesakes).hasSize(1);

        time.pass(Duration.ofMinutes(2));
        turn();
        log.append(new Seen(new Probe("i1", "restarted", 1, null)));
        turn();
        assertThat(told.namesakes).hasSize(2);
    }

    @Test
    void anotherProcessOfItsName_thatLeavesWhileThisOneConnects_isTold_andOneBeforeItIsNot()
            throws InterruptedException {
        log.append(new Seen(new Probe("i1", "killed", 7, null)));
        log.entries.set(
                0,
                new LoggedEntry(0, time.now().minusMillis(1), log.entries.get(0).entry()));
        turn();
        assertThat(told.namesakes).isEmpty();

        ControlKeeper slow = keeper();
        time.pass(SECOND);
        log.append(new Seen(new Probe("i1", "leaves", 8, null)));
        time.pass(SECOND);
        slow.turn();
        assertThat(told.namesakes).hasSize(1);
    }

    @Test
    void secondPause_isToldWithoutTheFirst() throws InterruptedException {
        log.hold("all:x");
        turn();
        log.hold("all:y");
        turn();
        log.append(new Lifted(Selector.pause("x")));
        turn();

        assertThat(told.pauses).extracting(List::size).containsExactly(1, 1, 0);
        assertThat(told.pauses.get(1).get(0).selector()).isEqualTo(Selector.pause("y"));
        assertThat(told.all).containsExactly(1, 2, 1);
    }

    @Test
    void recreatedTopic_isToldWithWhatStoodOnTheFormer_once() throws InterruptedException {
        log.hold("all:x");
        log.hold("media:1");
        log.hold("media:2");
        turn();
        log.fails = ControlLogLost.replaced("the control topic was deleted and created again");
        turn();
        turn();
        assertThat(told.gone).containsExactly("1 pauses, 2 holds");
        assertThat(log.nothingStood).isZero();
        assertThat(gate.allowsCalls()).isFalse();

        log.fails = null;
        log.entries.clear();
        turn();
        log.fails = ControlLogLost.replaced("the control topic was deleted and created again");
        turn();
        assertThat(told.gone).as("nothing stood on the second").hasSize(1);
        assertThat(log.nothingStood).isEqualTo(1);
    }

    @Test
    void recreatedTopic_ofWhoHasNoLease_mayHaveHadAnything() throws InterruptedException {
        turn();
        time.pass(Duration.ofSeconds(5));
        log.fails = ControlLogLost.replaced("the control topic was deleted and created again");
        turn();
        assertThat(log.nothingStood).isZero();
    }

    @Test
    void lostTopic_isReadAnewByAnotherProcessName() throws InterruptedException {
        turn();
        log.fails = new ControlLogLost("gone");
        turn();
        assertThat(gate.allowsCalls()).isFalse();
        assertThat(keeper.obstacle()).contains("gone");

        log.fails = null;
        turn();
        assertThat(gate.allowsCalls()).isTrue();
        assertThat(keeper.obstacle()).isEmpty();
        assertThat(log.starts).isEqualTo(2);
        assertThat(log.written.get(log.written.size() - 1).process()).isEqualTo("i1-2");
    }

    @Test
    void ownProbeThatComesTwice_meansThatTheLogIsAnother() throws InterruptedException {
        turn();
        log.append(new Seen(log.written.get(0)));
        turn();
        assertThat(gate.allowsCalls()).isFalse();
        assertThat(told.lost).hasSize(1);

        turn();
        assertThat(log.starts).isEqualTo(2);
    }

    @Test
    void topicThatIsSilent_isLookedForAnew_butNotForTimeSpentAsleep() throws InterruptedException {
        turn();
        log.cutOff = true;
        time.pass(Duration.ofMinutes(2));
        turn();
        assertThat(told.lost).as("the process was suspended").isEmpty();
        for (int second = 0; second <= 15; second++) {
            turn();
            assertThat(told.lost).isEmpty();
            time.pass(SECOND);
        }
        turn();
        assertThat(told.lost).hasSize(1);
    }

    /** Its own client may have lost the thread that sends, and hears others all the while. */
    @Test
    void ownProbesThatDoNotComeBack_areLost_thoughOthersDo() throws InterruptedException {
        turn();
        losesItsOwnProbesAndConnectsAnew();
    }

    /** What others write tells no more of its own client before its first probe is back. */
    @Test
    void ownProbesThatNeverComeBack_areLost_thoughOthersDo() throws InterruptedException {
        losesItsOwnProbesAndConnectsAnew();
    }

    private void losesItsOwnProbesAndConnectsAnew() throws InterruptedException {
        log.losesWrites = true;
        for (int second = 0; second <= 15; second++) {
            log.append(new Seen(new Probe("i2", "another", second + 1, null)));
            turn();
            assertThat(told.lost).isEmpty();
            time.pass(SECOND);
        }
        log.append(new Seen(new Probe("i2", "another", 17, null)));
        turn();
        assertThat(told.lost).hasSize(1);

        log.losesWrites = false;
        turn();
        assertThat(log.starts).isEqualTo(2);
        assertThat(gate.allowsCalls()).isTrue();
    }

    /** Another client could write no more; and what has been read would have to be read again. */
    @Test
    void topicThatTakesNoRecord_isWaitedFor() throws InterruptedException {
        log.losesWrites = true;
        log.obstacle = "too few replicas in sync";
        for (int second = 0; second <= 60; second++) {
            turn();
            time.pass(SECOND);
        }
        assertThat(told.lost).isEmpty();
        assertThat(log.starts).isEqualTo(1);

        log.losesWrites = false;
        turn();
        assertThat(gate.allowsCalls()).isTrue();
    }

    /** Before the first probe there may be much to read. */
    @Test
    void longTable_isReadForAsLongAsRecordsCome() throws InterruptedException {
        for (int hold = 1; hold <= 80; hold++) {
            log.hold("media:" + hold);
        }
        log.atATime = 4;
        for (int second = 0; second < 20; second++) {
            turn();
            assertThat(gate.allowsCalls()).isFalse();
            time.pass(SECOND);
        }
        for (int second = 0; second < 15; second++) { // its probes have piled up meanwhile
            turn();
            time.pass(SECOND);
        }
        assertThat(gate.allowsCalls()).isTrue();
        assertThat(told.lost).isEmpty();
        assertThat(log.starts).isEqualTo(1);
    }

    @Test
    void hourWithoutAProof_beginsAnew() throws InterruptedException {
        turn();
        log.cutOff = true;
        time.pass(Duration.ofHours(1).plus(SECOND));
        turn();
        assertThat(told.lost).hasSize(1);
    }

    /**
     * By its former name, others might take away what it has told of its calls. It connects anew each quarter of a minute, and each time
     * begins to read.
     */
    @Test
    void hourOutOfReach_givesItsReportsAnotherName_once() throws InterruptedException {
        ControlKeeper limited = keeper(new HourlyCallLimit(new BrakeMember("i1", "i1-p", 10), time));
        beInReach(limited);
        assertThat(reporters()).containsExactly("i1-p");
        beCutOff(limited, Duration.ofMinutes(59));
        beInReach(limited);
        assertThat(reporters()).containsExactly("i1-p");
        beCutOff(limited, Duration.ofMinutes(130));
        beInReach(limited);
        assertThat(reporters()).hasSize(2);
        beCutOff(limited, Duration.ofMinutes(30));
        beInReach(limited);
        assertThat(reporters()).hasSize(2);
    }

    private void beInReach(ControlKeeper instance) throws InterruptedException {
        log.cutOff = false;
        for (int second = 0; second < 20; second++) {
            instance.turn();
            time.pass(SECOND);
        }
        assertThat(gate.allowsCalls()).isTrue();
    }

    private void beCutOff(ControlKeeper instance, Duration span) throws InterruptedException {
        log.cutOff = true;
        int before = told.lost.size();
        long until = time.nanoTime() + span.toNanos();
        while (time.nanoTime() < until) {
            instance.turn();
            time.pass(SECOND);
        }
        assertThat(told.lost).hasSizeGreaterThan(before + 60);
    }

    private Set<String> reporters() {
        return log.entries.stream()
                .map(LoggedEntry::entry)
                .filter(Reported.class::isInstance)
                .map(entry -> ((Reported) entry).report().process())
                .collect(Collectors.toSet());
    }

    @Test
    void refusedTopic_endsTheEngine() {
        log.fails = new ControlLogRefused("create it");
        assertThatThrownBy(keeper::turn).isInstanceOf(ControlLogRefused.class);
    }

    @Test
    void tooManyHolds_shutTheGate_untilEnoughAreLifted() throws InterruptedException {
        hold(101);
        time.pass(Duration.ofMinutes(2));
        turn();
        turn();
        assertThat(gate.allowsCalls()).isFalse();

        log.append(new Lifted(Selector.parse("media:1").orElseThrow()));
        turn();
        assertThat(gate.allowsCalls()).isTrue();
        assertThat(log.starts).isEqualTo(1);
    }

    @Test
    void farTooManyHolds_areCountedAnewAfterAWhile() throws InterruptedException {
        hold(10_101);

        log.append(new Lifted(Selector.parse("media:1").orElseThrow()));
        time.pass(Duration.ofMinutes(2));
        turn();
        turn();
        assertThat(log.starts).isEqualTo(2);
        assertThat(gate.allowsCalls())
                .as("all were put on again before one was lifted")
                .isFalse();
    }

    private void hold(int media) throws InterruptedException {
        IntStream.rangeClosed(1, media).forEach(each -> log.hold("media:" + each));
        turn();
    }

    private static final class Told implements Telemetry {

        private final List<List<Hold>> pauses = new ArrayList<>();
        private final List<Integer> all = new ArrayList<>();
        private final List<String> lost = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();
        private final List<Namesake> namesakes = new ArrayList<>();

        @Override
        public void namesakeSeen(Namesake other) {
            namesakes.add(other);
        }

        @Override
        public void pauses(List<Hold> added, int all) {
            this.pauses.add(added);
            this.all.add(all);
        }

        @Override
        public void controlLogReplaced(int pauses, int holds) {
            gone.add(pauses + " pauses, " + holds + " holds");
        }

        @Override
        public void controlLogLost(String reason, Duration pause) {
            lost.add(reason);
        }
    }
}
