package io.mediadeleter.pipeline;

import static io.mediadeleter.pipeline.Committer.MAX_BATCH;
import static io.mediadeleter.pipeline.LoopFixture.HERE;
import static io.mediadeleter.pipeline.LoopFixture.INTERVAL;
import static io.mediadeleter.pipeline.LoopFixture.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.port.RequestLog.Commit;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.queue.FlowControl;
import io.mediadeleter.rule.SettlementPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitterTest {

    private final LoopFixture fixture = new LoopFixture();
    private final VirtualTime time = fixture.time;
    private final FakeKafka kafka = fixture.kafka;
    private final OffsetLedger ledger = new OffsetLedger();
    private final FlowControl flow = new FlowControl(ledger);
    private final Committer settling;

    CommitterTest() {
        time.pass(Duration.ofSeconds(3));
        fixture.pulse.beat();
        settling = new Committer(fixture.parts(), ledger, flow, fixture.pulse);
        ledger.assign(HERE, 1, null);
        ledger.assign(THERE, 1, null);
        flow.assigned(Set.of(HERE, THERE));
    }

    private Delivery settle(Partition partition) {
        Delivery delivery = fixture.deliveries.malformed(partition);
        ledger.enter(delivery);
        flow.opened(delivery);
        settling.add(new Settled(delivery, SettlementPolicy.refuse(new Malformed("Code", "reason"), time.now())));
        return delivery;
    }

    private void settle(int count) {
        for (int i = 0; i < count; i++) {
            settle(HERE);
        }
    }

    private void commit(int count) {
        settle(count);
        assertThat(settling.commit()).isTrue();
        kafka.transactions().clear();
        fixture.telemetry.told();
    }

    @Test
    void nothingSettled_isNeverDue() {
        assertThat(settling.isEmpty()).isTrue();
        assertThat(settling.untilDue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void firstSettlement_isDueAtOnce() {
        settle(HERE);

        assertThat(settling.isEmpty()).isFalse();
        assertThat(settling.untilDue()).isZero();
    }

    /** A commit of so many takes 7 ms: the next one waits for as long, once more for every four, and 28 ms at most. */
    @ParameterizedTest
    @CsvSource({"1, 7", "3, 7", "4, 14", "8, 21", "11, 21", "12, 28", "400, 28"})
    void settlementAfterACommit_waitsByHowMuchWasInIt(int settlements, int millis) {
        kafka.duringCommit = () -> time.pass(Duration.ofMillis(7));
        commit(settlements);
        settle(HERE);
        assertThat(settling.untilDue()).isEqualTo(Duration.ofMillis(millis).toNanos());

        time.pass(Duration.ofMillis(millis).minusNanos(1));
        assertThat(settling.untilDue()).isEqualTo(1);
        time.pass(INTERVAL);
        assertThat(settling.untilDue()).isZero();
    }

    @Test
    void settlementAfterASlowCommit_waitsForAnIntervalAtMost() {
        kafka.duringCommit = () -> time.pass(INTERVAL);
        commit(400);
        settle(HERE);

        assertThat(settling.untilDue()).isEqualTo(INTERVAL.toNanos());
    }

    @Test
    void fullBatch_isDueAtOnce() {
        kafka.duringCommit = () -> time.pass(INTERVAL);
        commit(400);
        settle(MAX_BATCH - 1);
        assertThat(settling.untilDue()).isPositive();

        settle(1);

        assertThat(settling.untilDue()).isZero();
    }

    @Test
    void moreThanABatch_takesTwoTransactions() {
        settle(MAX_BATCH + 1);

        assertThat(settling.commit()).isTrue();
        assertThat(settling.size()).isEqualTo(1);
        assertThat(settling.commit()).isTrue();

        assertThat(kafka.transactions()).extracting(List::size).containsExactly(MAX_BATCH, 1);
        assertThat(settling.isEmpty()).isTrue();
    }

    @Test
    void committed_isClosedInAllBooks() {
        Delivery here = settle(HERE);
        Delivery there = settle(THERE);
        kafka.duringCommit = () -> time.pass(Duration.ofMillis(7));

        settling.commit();

        assertThat(kafka.settled()).containsExactly(here, there);
        assertThat(kafka.committed())
                .isEqualTo(Map.of(HERE, new CommitPoint(1, ""), THERE, new CommitPoint(there.offset() + 1, "")));
        assertThat(ledger.uncommitted()).isEmpty();
        assertThat(flow.open()).isEqualTo(Map.of(HERE, 0, THERE, 0));
        assertThat(fixture.telemetry.told()).containsExactly("settled 2 in 7 ms");
    }

    @Test
    void abortedBatch_isTriedAgainAsItWas() {
        Delivery aborted = settle(HERE);
        kafka.answer = Commit.ABORTED;
        assertThat(settling.commit()).isFalse();
        assertThat(flow.open()).containsEntry(HERE, 1);
        Delivery later = settle(HERE);
        assertThat(settling.size()).isEqualTo(2);

        kafka.answer = Commit.DONE;
        settling.commit();
        assertThat(kafka.settled()).containsExactly(aborted);
        settling.commit();

        assertThat(kafka.settled()).containsExactly(aborted, later);
    }

    @Test
    void abortedBatch_isNotDueAtOnceHoweverMuchWaitsBehindIt() {
        settle(HERE);
        kafka.answer = Commit.ABORTED;
        settling.commit();

        settle(MAX_BATCH);

        assertThat(settling.untilDue()).isEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void abortedAgainAndAgain_waitsLongerUpToABound() {
        settle(HERE);
        kafka.answer = Commit.ABORTED;
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            settling.commit();
            waits.add(settling.untilDue() / 1_000_000);
        }
        assertThat(waits).containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
        assertThat(fixture.telemetry.told()).last().isEqualTo("aborted 1, again in 5000 ms");

        kafka.answer = Commit.DONE;
        settling.commit();
        fixture.telemetry.told();
        kafka.answer = Commit.ABORTED;
        settle(HERE);
        settling.commit();

        assertThat(fixture.telemetry.told()).containsExactly("aborted 1, again in 100 ms");
    }

    @Test
    void callsAreAllowed_unlessTheLastCommitFailed() {
        settle(HERE);
        kafka.answer = Commit.ABORTED;
        settling.commit();
        assertThat(fixture.pulse.allowsCalls()).isFalse();

        kafka.answer = Commit.DONE;
        settling.commit();

        assertThat(fixture.pulse.allowsCalls()).isTrue();
    }

    @Test
    void droppedPartitions_areForgottenInAndBehindTheBatch() {
        settle(HERE);
        Delivery keptInBatch = settle(THERE);
        kafka.answer = Commit.ABORTED;
        settling.commit();
        settle(HERE);
        Delivery keptBehind = settle(THERE);

        settling.drop(Set.of(HERE));
        assertThat(settling.size()).isEqualTo(2);
        assertThat(fixture.pulse.allowsCalls()).isFalse();
        kafka.answer = Commit.DONE;
        settling.commit();
        settling.commit();

        assertThat(kafka.settled()).containsExactly(keptInBatch, keptBehind);
    }

    @Test
    void failedCommitOfWhichNothingIsLeft_isNoReasonNotToCall() {
        settle(HERE);
        kafka.answer = Commit.ABORTED;
        settling.commit();

        settling.drop(Set.of(HERE));

        assertThat(fixture.pulse.allowsCalls()).isTrue();
    }
}
