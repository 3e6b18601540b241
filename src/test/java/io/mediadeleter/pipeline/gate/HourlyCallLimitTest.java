package io.mediadeleter.pipeline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.CallReport;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.ControlEntry.Unreported;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.brake.BrakeMember;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.FakeControlLog;
import io.mediadeleter.pipeline.PlainParts;
import io.mediadeleter.pipeline.SilentTelemetry;
import io.mediadeleter.pipeline.control.ControlKeeper;
import io.mediadeleter.pipeline.port.ControlLogLost;
import io.mediadeleter.pipeline.status.BrakeRelease;
import io.mediadeleter.pipeline.status.PipelineStatus.Braking;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.time.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One instance of a group, with its control topic; what others write there is written by the test. */
class HourlyCallLimitTest {

    private static final int LIMIT = 3;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Outcome DELETED = new Outcome.Deleted("r-1");
    private static final Outcome THROTTLED =
            new Outcome.Failed(new Fault(FaultKind.THROTTLED, "RequestLimitExceeded", "slower", "r-2"));
    private static final Outcome TIMED_OUT =
            new Outcome.Failed(new Fault(FaultKind.TRANSIENT, "Network.Timeout", "silence", null));

    private final StoppedTime time = new StoppedTime();
    private final SilentTelemetry telemetry = new SilentTelemetry();
    private final FakeControlLog log = new FakeControlLog(time);
    private final ControlGate gate = new ControlGate(time, AgeLimit.NONE);
    private final HourlyCallLimit brake = new HourlyCallLimit(new BrakeMember("i1", "i1-a", LIMIT), time);
    private final ControlKeeper keeper = keeper(brake);
    private int reports;

    private ControlKeeper keeper(HourlyCallLimit limit) {
        return new ControlKeeper(
                PlainParts.control(log, () -> "i1-" + time.nanoTime()),
                new CallGates(
                        new PollHeartbeat(time),
                        new Breaker(time, telemetry, () -> Duration.ofSeconds(1)),
                        limit,
                        gate),
                new Signal(),
                telemetry,
                time);
    }

    /** Whoever wants calls is told within a few turns what it may call. */
    private void turns() throws InterruptedException {
        for (int turn = 0; turn < 5; turn++) {
            keeper.turn();
            time.pass(Duration.ofMillis(300));
        }
    }

    private void call(Outcome outcome) throws InterruptedException {
        brake.want(LIMIT);
        turns();
        assertThat(brake.tryAcquire()).isTrue();
        brake.ended(outcome);
    }

    private void reach() throws InterruptedException {
        for (int call = 0; call < LIMIT; call++) {
            call(DELETED);
        }
        turns();
    }

    private boolean mayCall() throws InterruptedException {
        brake.want(LIMIT);
        turns();
        boolean may = gate.allowsCalls() && brake.tryAcquire();
        if (may) {
            brake.release();
        }
        return may;
    }

    private Braking status() {
        return brake.status().orElseThrow();
    }

    private void other(int limit, int made, int reserved) {
        log.append(new Seen(new Probe("i2", "i2-r", ++reports, null)));
        log.append(new Reported(new CallReport("i2-a", "i2", reports, limit, List.of(), made, reserved)));
    }

    @Test
    void groupWithoutALimit_isToldNothing() throws InterruptedException {
        HourlyCallLimit free = new HourlyCallLimit(new BrakeMember("i1", "i1-b", null), time);
        ControlKeeper keeping = keeper(free);
        free.want(9);
        for (int turn = 0; turn < 9; turn++) {
            keeping.turn();
            time.pass(SECOND);
            assertThat(free.tryAcquire()).isTrue();
            free.ended(DELETED);
        }

        assertThat(free.status()).isEmpty();
        assertThat(log.entries).noneMatch(logged -> logged.entry() instanceof Reported);
    }

    @Test
    void fewerCallsThanTheLimit_goOn() throws InterruptedException {
        call(DELETED);
        call(TIMED_OUT);

        assertThat(mayCall()).isTrue();
        assertThat(status()).isEqualTo(new Braking(LIMIT, 2, null, null, Map.of()));
    }

    @Test
    void theLimit_putsTheBrakeOnForAllAndSaysSoOnce() throws InterruptedException {
        reach();

        assertThat(log.entries)
                .extracting(logged -> logged.entry())
                .filteredOn(Put.class::isInstance)
                .singleElement()
                .satisfies(entry -> {
                    Put put = (Put) entry;
                    assertThat(put.selector()).isEqualTo(Selector.BRAKE);
                    assertThat(put.by()).isEqualTo("i1");
                    assertThat(put.lasts()).isEqualTo(HOUR);
                    assertThat(put.reason()).contains("3 calls within an hour", "calls.max-deletes-per-hour");
                });
        assertThat(mayCall()).isFalse();
        assertThat(status().made()).isEqualTo(LIMIT);
        assertThat(status().until())
                .isEqualTo(Objects.requireNonNull(status().since()).plus(HOUR));
        assertThat(telemetry.aboutTheBrake()).containsExactly("reached until " + status().until());
    }

    @Test
    void callsInFlight_holdAPlace() throws InterruptedException {
        for (int call = 0; call < LIMIT; call++) {
            brake.want(LIMIT);
            turns();
            assertThat(brake.tryAcquire()).isTrue();
        }
        assertThat(mayCall()).isFalse();
        assertThat(status().isHeld())
                .as("held before it is known whether all of them count")
                .isFalse();

        brake.ended(THROTTLED);
        assertThat(mayCall()).as("the place of one that was throttled").isTrue();
    }

    @Test
    void throttledCalls_doNotCount() throws InterruptedException {
        for (int call = 0; call < 10; call++) {
            call(THROTTLED);
        }
        assertThat(status().made()).isZero();
    }

    /** As with faults.InternalError=THROTTLED: it is called again, and may have deleted each time. */
    @Test
    void callThatASettingMakesThrottled_counts() throws InterruptedException {
        call(new Outcome.Failed(new Fault(FaultKind.THROTTLED, "InternalError", "ill", "r-3")));

        assertThat(status().made()).isEqualTo(1);
    }

    @Test
    void theHour_letsGoByItselfAndCountsAnew() throws InterruptedException {
        reach();
        time.pass(HOUR);
        turns();

        call(DELETED);

        assertThat(status()).isEqualTo(new Braking(LIMIT, 1, null, null, Map.of()));
        assertThat(telemetry.aboutTheBrake()).last().isEqualTo("released after its time");
    }

    @Test
    void release_letsGoSoonAndCountsAnew() throws InterruptedException {
        reach();

        assertThat(brake.askRelease()).isEqualTo(BrakeRelease.ASKED);
        turns();

        assertThat(status()).isEqualTo(new Braking(LIMIT, 0, null, null, Map.of()));
        assertThat(mayCall()).isTrue();
        assertThat(telemetry.aboutTheBrake()).last().isEqualTo("released by an operator");
    }

    @Test
    void releaseThatIsLostOnItsWay_isWrittenAgain() throws InterruptedException {
        reach();
        brake.askRelease();
        log.cutOff = true;
        turns();
        log.cutOff = false;
        turns();
        assertThat(mayCall()).as("it may be on its way").isFalse();
        turns();
        turns();

        assertThat(mayCall()).isTrue();
        assertThat(telemetry.aboutTheBrake()).last().isEqualTo("released by an operator");
    }

    /** What is called between two of them would count nowhere. */
    @Test
    void releaseThatIsAskedForTwice_isWrittenOnce() throws InterruptedException {
        reach();
        brake.askRelease();
        assertThat(brake.due()).contains(new Lifted(Selector.BRAKE));

        assertThat(brake.askRelease()).as("it still stands here").isEqualTo(BrakeRelease.ASKED);

        assertThat(brake.due()).doesNotContain(new Lifted(Selector.BRAKE));
    }

    @Test
    void releaseThatIsAskedForJustBeforeTheEnd_isWrittenAllTheSame() throws InterruptedException {
        reach();
        brake.askRelease();

        keeper.leave();

        assertThat(liftings()).isEqualTo(1);
    }

    @Test
    void releaseThatIsWritten_isNotWrittenOnceMoreAtTheEnd() throws InterruptedException {
        reach();
        brake.askRelease();
        keeper.turn();

        keeper.leave();

        assertThat(liftings()).isEqualTo(1);
    }

    /** Another brake may stand there by then. */
    @Test
    void whoeverDoesNotKnowWhatStandsThere_liftsNothingAtTheEnd() throws InterruptedException {
        reach();
        brake.askRelease();
        time.pass(Duration.ofMinutes(1));

        keeper.leave();

        assertThat(liftings()).isZero();
    }

    /** The lease lasts some seconds longer, and HTTP is open for as long as clients are closed. */
    @Test
    void releaseThatIsAskedForTooLate_isNotPromised() throws InterruptedException {
        reach();
        keeper.leave();
        assertThat(gate.status().isLeased()).isTrue();

        assertThat(brake.askRelease()).isEqualTo(BrakeRelease.UNKNOWN);
    }

    @Test
    void releaseWhoseWriterHasDied_isNotPromised() throws InterruptedException {
        reach();
        brake.abandon();

        assertThat(brake.askRelease()).isEqualTo(BrakeRelease.UNKNOWN);
    }

    /** What was written before the topic is read anew died with its client, if the brake stands there still. */
    @Test
    void releaseThatDiedWithItsClient_isWrittenAtTheEnd() throws InterruptedException {
        reach();
        brake.askRelease();
        log.losesWrites = true;
        keeper.turn();
        log.losesWrites = false;
        log.fails = new ControlLogLost("gone");
        keeper.turn();
        log.fails = null;
        keeper.turn();
        keeper.turn();
        assertThat(gate.status().isLeased()).isTrue();

        keeper.leave();

        assertThat(liftings()).isEqualTo(1);
    }

    private long liftings() {
        return log.entries.stream()
                .filter(logged -> logged.entry().equals(new Lifted(Selector.BRAKE)))
                .count();
    }

    @Test
    void release_meansTheBrakeThatStoodThen() throws InterruptedException {
        reach();
        brake.askRelease();
        log.cutOff = true;
        turns();
        log.append(new Put(Selector.BRAKE, "once more", "i2", null, HOUR));
        log.cutOff = false;

        assertThat(mayCall()).isFalse();
        assertThat(brake.brake()).get().extracting(Hold::reason).isEqualTo("once more");
    }

    @Test
    void tombstoneOfSomebodyElse_letsGoToo() throws InterruptedException {
        reach();

        log.append(new Lifted(Selector.BRAKE));

        assertThat(mayCall()).isTrue();
        assertThat(status().made()).isZero();
    }

    @Test
    void releaseBeforeTheLimit_changesNothing() throws InterruptedException {
        call(DELETED);

        assertThat(brake.askRelease()).isEqualTo(BrakeRelease.NOT_HELD);
        turns();
        assertThat(status().made()).isEqualTo(1);
        assertThat(telemetry.aboutTheBrake()).isEmpty();
    }

    @Test
    void othersCalls_count_andWhatTheyReserveIsLeftToThem() throws InterruptedException {
        turns();
        other(LIMIT, 1, 1);
        call(DELETED);
        assertThat(mayCall()).isFalse();
        assertThat(status()).isEqualTo(new Braking(LIMIT, 2, null, null, Map.of()));

        other(LIMIT, 1, 0);
        assertThat(mayCall()).as("it was given back").isTrue();
    }

    @Test
    void whatAKilledOneHadReserved_countsAsMade_andPutsTheBrakeOn() throws InterruptedException {
        turns();
        other(LIMIT, 1, 2);
        turns();
        assertThat(status()).isEqualTo(new Braking(LIMIT, 1, null, null, Map.of()));
        for (int turn = 0; turn < 10; turn++) {
            turns();
        }
        assertThat(status().made()).isEqualTo(3);
        assertThat(status().isHeld()).isTrue();
    }

    @Test
    void differentLimits_theLeastCounts_andItIsSaidOnce() throws InterruptedException {
        turns();
        other(1, 0, 0);
        turns();
        turns();

        assertThat(status().limit()).isEqualTo(1);
        assertThat(status().differing()).containsOnlyKeys("i1", "i2");
        assertThat(telemetry.aboutTheBrake()).containsExactly("limits differ: {i1=3, i2=1}, the least is 1");

        for (int turn = 0; turn < 6; turn++) {
            turns();
        }
        assertThat(status().limit()).as("the other is gone").isEqualTo(LIMIT);
    }

    @Test
    void lostTopic_losesNoCall() throws InterruptedException {
        call(DELETED);
        call(DELETED);
        log.append(log.entries.stream()
                .map(logged -> logged.entry())
                .filter(Seen.class::isInstance)
                .findFirst()
                .orElseThrow());
        turns();
        assertThat(log.starts).as("the own probe came twice").isEqualTo(2);
        turns();

        assertThat(status().made()).isEqualTo(2);
        call(DELETED);
        assertThat(mayCall()).isFalse();
    }

    @Test
    void orderlyEnd_givesBackWhatWasReserved() throws InterruptedException {
        brake.want(LIMIT);
        turns();
        assertThat(lastReport().reserved()).isPositive();

        keeper.leave();

        assertThat(lastReport().reserved()).isZero();
    }

    @Test
    void reportsOfLongAgo_areTakenAway() throws InterruptedException {
        other(LIMIT, 1, 0);
        turns();
        time.pass(Duration.ofMinutes(59));
        turns();
        assertThat(log.entries).noneMatch(logged -> logged.entry() instanceof Unreported);
        for (int half = 0; half < 3; half++) {
            time.pass(Duration.ofMinutes(30));
            turns();
            turns();
        }
        assertThat(log.entries)
                .extracting(logged -> logged.entry())
                .contains((ControlEntry) new Unreported("i2-a"))
                .doesNotContain(new Unreported("i1-a"));
    }

    private CallReport lastReport() {
        return log.entries.stream()
                .map(logged -> logged.entry())
                .filter(Reported.class::isInstance)
                .map(entry -> ((Reported) entry).report())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
