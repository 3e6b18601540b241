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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitterTest {

    private final LoopFixture fixture = new LoopFixture();
    private final VirtualTime time = fixture.time;
    private final FakeKafka kafka = fixture.kafka;
    private final OffsetLedger ledger = new OffsetLedger();
    private final FlowControl flow = new FlowControl(ledger);
    private final Committer committer;

    CommitterTest() {
        time.pass(Duration.ofSeconds(3));
        fixture.heartbeat.beat();
        committer = new Committer(fixture.parts(), ledger, flow, fixture.heartbeat);
        ledger.assign(HERE, 1, null, null);
        ledger.assign(THERE, 1, null, null);
        flow.assigned(Set.of(HERE, THERE));
    }

    private Delivery settle(Partition partition) {
        Delivery delivery = fixture.deliveries.malformed(partition);
        ledger.enter(delivery);
        flow.opened(delivery);
        committer.add(
                new Settled(delivery, SettlementPolicy.refuse(delivery, new Malformed("Code", "reason"), time.now())));
        return delivery;
    }

    private void settle(int count) {
        for (int i = 0; i < count; i++) {
            settle(HERE);
        }
    }

    private void commit(int count) {
        settle(count);
        assertThat(committer.commit()).isTrue();
        kafka.transactions().clear();
        fixture.telemetry.told();
    }

    /** What comes of a commit that is answered so. */
    private boolean commit(Commit answer) {
        kafka.answer = answer;
        return committer.commit();
    }

    @Test
    void nothingSettled_isNeverDue() {
        assertThat(committer.isEmpty()).isTrue();
        assertThat(committer.untilDue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void firstSettlement_isDueAtOnce() {
        settle(HERE);

        assertThat(committer.isEmpty()).isFalse();
        assertThat(committer.untilDue()).isZero();
    }

    /** A commit of so many takes 7 ms: the next one waits for as long, once more for every four, and 28 ms at most. */
    @ParameterizedTest
    @CsvSource({"1, 7", "3, 7", "4, 14", "8, 21", "11, 21", "12, 28", "400, 28"})
    void settlementAfterACommit_waitsByHowMuchWasInIt(int settlements, int millis) {
        kafka.duringCommit = () -> time.pass(Duration.ofMillis(7));
        commit(settlements);
        settle(HERE);
        assertThat(committer.untilDue()).isEqualTo(Duration.ofMillis(millis).toNanos());

        time.pass(Duration.ofMillis(millis).minusNanos(1));
        assertThat(committer.untilDue()).isEqualTo(1);
        time.pass(INTERVAL);
        assertThat(committer.untilDue()).isZero();
    }

    /** The average after 8 ms and 24 ms is 10 ms, and after many more of 24 ms nearly that. */
    @Test
    void settlementAfterOneSlowCommit_waitsAsLongAsOneUsuallyTakes() {
        kafka.duringCommit = () -> time.pass(Duration.ofMillis(8));
        commit(1);
        kafka.duringCommit = () -> time.pass(Duration.ofMillis(24));
        commit(1);
        settle(HERE);
        assertThat(committer.untilDue()).isEqualTo(Duration.ofMillis(10).toNanos());

        for (int i = 0; i < 40; i++) {
            commit(1);
        }
        settle(HERE);
        assertThat(committer.untilDue())
                .isBetween(
                        Duration.ofMillis(23).toNanos(), Duration.ofMillis(24).toNanos());

        kafka.duringCommit = () -> time.pass(Duration.ofMillis(2));
        commit(1);
        settle(HERE);
        assertThat(committer.untilDue()).isEqualTo(Duration.ofMillis(2).toNanos());
    }

    @Test
    void settlementAfterASlowCommit_waitsForAnIntervalAtMost() {
        kafka.duringCommit = () -> time.pass(INTERVAL);
        commit(400);
        settle(HERE);

        assertThat(committer.untilDue()).isEqualTo(INTERVAL.toNanos());
    }

    @Test
    void fullBatch_isDueAtOnce() {
        kafka.duringCommit = () -> time.pass(INTERVAL);
        commit(400);
        settle(MAX_BATCH - 1);
        assertThat(committer.untilDue()).isPositive();

        settle(1);

        assertThat(committer.untilDue()).isZero();
    }

    @Test
    void moreThanABatch_takesTwoTransactions() {
        settle(MAX_BATCH + 1);

        assertThat(committer.commit()).isTrue();
        assertThat(committer.size()).isEqualTo(1);
        assertThat(committer.commit()).isTrue();

        assertThat(kafka.transactions()).extracting(List::size).containsExactly(MAX_BATCH, 1);
        assertThat(committer.isEmpty()).isTrue();
    }

    @Test
    void committed_isClosedInAllBooks() {
        Delivery here = settle(HERE);
        Delivery there = settle(THERE);
        kafka.duringCommit = () -> time.pass(Duration.ofMillis(7));

        committer.commit();

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
        assertThat(commit(Commit.ABORTED)).isFalse();
        assertThat(flow.open()).containsEntry(HERE, 1);
        Delivery later = settle(HERE);
        assertThat(committer.size()).isEqualTo(2);

        commit(Commit.DONE);
        assertThat(kafka.settled()).containsExactly(aborted);
        committer.commit();

        assertThat(kafka.settled()).containsExactly(aborted, later);
    }

    /** The partition of what is settled may be of a topic that is gone. */
    @Test
    void abortedBatch_isTriedAgainWithTheOffsetsOfAllPartitions() {
        settle(HERE);
        committer.commit();
        kafka.committed().clear();
        settle(THERE);
        kafka.answer = Commit.ABORTED;
        committer.commit();

        kafka.answer = Commit.DONE;
        committer.commit();

        assertThat(kafka.committed()).containsOnlyKeys(HERE, THERE);
    }

    @Test
    void abortedBatch_isNotDueAtOnceHoweverMuchWaitsBehindIt() {
        settle(HERE);
        commit(Commit.ABORTED);

        settle(MAX_BATCH);

        assertThat(committer.untilDue()).isEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void abortedAgainAndAgain_waitsLongerUpToABound() {
        settle(HERE);
        kafka.answer = Commit.ABORTED;
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            committer.commit();
            waits.add(committer.untilDue() / 1_000_000);
        }
        assertThat(waits).containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
        assertThat(fixture.telemetry.told()).last().isEqualTo("aborted 1, again in 5000 ms");

        commit(Commit.DONE);
        fixture.telemetry.told();
        kafka.answer = Commit.ABORTED;
        settle(HERE);
        committer.commit();

        assertThat(fixture.telemetry.told()).containsExactly("aborted 1, again in 100 ms");
    }

    @Test
    void refusedAsNoMember_waitsForTheGroupOnly() {
        settle(HERE);
        kafka.answer = Commit.ABORTED;
        for (int i = 0; i < 6; i++) {
            committer.commit();
        }
        commit(Commit.NO_MEMBER);
        assertThat(committer.untilDue()).isEqualTo(Duration.ofMillis(400).toNanos());
        committer.commit();
        assertThat(committer.untilDue()).isEqualTo(Duration.ofMillis(400).toNanos());
        assertThat(fixture.heartbeat.allowsCalls()).isFalse();
    }

    @Test
    void offsetsThatTheGroupRefuses_stopCallsUntilItTakesThem() {
        ledger.advance(HERE, 5);
        kafka.answer = Commit.NO_MEMBER;
        committer.commitOffsetsSoon();

        committer.commitOffsets();
        assertThat(fixture.heartbeat.allowsCalls()).isFalse();
        kafka.answer = Commit.DONE;
        committer.commitOffsets();
        assertThat(fixture.heartbeat.allowsCalls())
                .as("before it is tried again")
                .isFalse();
        time.pass(Duration.ofMillis(400));
        committer.commitOffsets();

        assertThat(fixture.heartbeat.allowsCalls()).isTrue();
    }

    @Test
    void offsetsThatTheGroupRefused_stopNothingOnceTheirPartitionIsGone() {
        ledger.advance(HERE, 5);
        kafka.answer = Commit.NO_MEMBER;
        committer.commitOffsetsSoon();
        committer.commitOffsets();

        committer.drop(Set.of(HERE));

        assertThat(fixture.heartbeat.allowsCalls()).isTrue();
    }

    @Test
    void offsetsThatMovedSinceAnAttemptThatWentThrough_areCommittedYet() {
        settle(HERE);
        ledger.advance(THERE, 5);
        assertThat(commit(Commit.DONE_BEFORE)).isTrue();
        assertThat(committer.isEmpty()).isTrue();

        kafka.answer = Commit.DONE;
        committer.commitOffsetsSoon();
        committer.commitOffsets();

        assertThat(kafka.committed()).containsKeys(HERE, THERE);
    }

    /** Others may wait for what a commit left open, of partitions that they have by now. */
    @Test
    void nothingToCommit_hasWhatFailedEndedFromTimeToTime() {
        committer.commitOffsetsSoon();
        committer.commitOffsets();
        assertThat(kafka.ends()).isZero();
        kafka.transactions().clear();

        time.pass(Duration.ofSeconds(2));
        committer.commitOffsets();
        committer.commitOffsets();

        assertThat(kafka.ends()).isEqualTo(1);
        assertThat(kafka.transactions()).isEmpty();
    }

    @Test
    void nothingToCommit_hasWhatFailedEndedNoMoreOftenInDoubt() {
        committer.drop(Set.of(HERE, THERE));
        ledger.release(Set.of(HERE, THERE));
        fixture.heartbeat.doubt();
        time.pass(Duration.ofSeconds(3));
        fixture.heartbeat.proved(time.moment());
        assertThat(fixture.heartbeat.wantsCommit()).isTrue();

        committer.commitOffsets();
        committer.commitOffsets();

        assertThat(kafka.ends()).isEqualTo(1);
    }

    /** Kafka may have left out the last commit, which is done, where it keeps offsets: their next owner waits until another ends it. */
    @Test
    void partitionsThatWent_haveAllOffsetsThatAreLeftCommittedOnce() {
        settle(HERE);
        settle(THERE);
        commit(Commit.DONE);
        kafka.committed().clear();

        committer.drop(Set.of(HERE));
        ledger.release(Set.of(HERE));
        time.pass(Duration.ofSeconds(2));
        committer.commitOffsets();
        assertThat(kafka.committed()).containsOnlyKeys(THERE);

        kafka.committed().clear();
        time.pass(Duration.ofSeconds(2));
        committer.commitOffsets();
        assertThat(kafka.committed()).isEmpty();
    }

    /** Its abort may have ended the last one, which was done, where that had been left out. */
    @Test
    void offsetsThatFailed_areFollowedByAllOfThem() {
        settle(HERE);
        settle(THERE);
        commit(Commit.DONE);
        kafka.committed().clear();

        ledger.advance(HERE, 50);
        kafka.answer = Commit.ABORTED;
        time.pass(Duration.ofSeconds(2));
        committer.commitOffsets();
        settle(HERE);
        commit(Commit.DONE);

        assertThat(kafka.committed()).containsOnlyKeys(HERE, THERE);
    }

    @Test
    void allOffsets_areDueUntilTheyAreCommitted() {
        Partition elsewhere = new Partition(HERE.topic(), 7);
        ledger.assign(elsewhere, 1, null, null);
        flow.assigned(Set.of(HERE, THERE, elsewhere));
        settle(HERE);
        settle(THERE);
        settle(elsewhere);
        commit(Commit.DONE);
        kafka.committed().clear();

        committer.drop(Set.of(HERE));
        ledger.release(Set.of(HERE));
        settle(THERE);
        commit(Commit.DONE_BEFORE);
        settle(THERE);
        commit(Commit.DONE);
        assertThat(kafka.committed())
                .as("what was done before was without them")
                .containsOnlyKeys(THERE, elsewhere);

        kafka.committed().clear();
        settle(THERE);
        commit(Commit.DONE);
        assertThat(kafka.committed()).containsOnlyKeys(THERE);
    }

    /** Each try may hold up the loop for long, which has others to tell of its life. */
    @Test
    void offsetsThatFail_rest() {
        AtomicInteger tries = new AtomicInteger();
        kafka.duringCommit = () -> {
            tries.incrementAndGet();
            time.pass(Duration.ofSeconds(8));
        };
        kafka.answer = Commit.ABORTED;
        ledger.advance(HERE, 5);
        committer.commitOffsetsSoon();

        committer.commitOffsets();
        committer.commitOffsets();
        assertThat(tries).hasValue(1);

        time.pass(Duration.ofSeconds(5));
        committer.commitOffsets();
        assertThat(tries).hasValue(2);
    }

    @Test
    void callsAreAllowed_unlessTheLastCommitFailed() {
        settle(HERE);
        commit(Commit.ABORTED);
        assertThat(fixture.heartbeat.allowsCalls()).isFalse();

        commit(Commit.DONE);

        assertThat(fixture.heartbeat.allowsCalls()).isTrue();
    }

    @Test
    void droppedPartitions_areForgottenInAndBehindTheBatch() {
        settle(HERE);
        Delivery keptInBatch = settle(THERE);
        commit(Commit.ABORTED);
        settle(HERE);
        Delivery keptBehind = settle(THERE);

        committer.drop(Set.of(HERE));
        assertThat(committer.size()).isEqualTo(2);
        assertThat(fixture.heartbeat.allowsCalls()).isFalse();
        commit(Commit.DONE);
        committer.commit();

        assertThat(kafka.settled()).containsExactly(keptInBatch, keptBehind);
    }

    @Test
    void failedCommitOfWhichNothingIsLeft_isNoReasonNotToCall() {
        settle(HERE);
        commit(Commit.ABORTED);

        committer.drop(Set.of(HERE));

        assertThat(fixture.heartbeat.allowsCalls()).isTrue();
    }
}
