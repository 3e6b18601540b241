package io.mediadeleter.pipeline;

import static io.mediadeleter.pipeline.LoopFixture.HERE;
import static io.mediadeleter.pipeline.LoopFixture.INTERVAL;
import static io.mediadeleter.pipeline.LoopFixture.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.CompletedCalls.Completion;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.pipeline.queue.FlowControl;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.pipeline.status.OldestDue;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a turn does with what arrives, is due, and has ended. */
class LoopTurnTest {

    private static final Duration LONGEST_POLL = Duration.ofMillis(500);

    private final LoopFixture fixture = new LoopFixture();
    private final VirtualTime time = fixture.time;
    private final FakeKafka kafka = fixture.kafka;
    private final Backlog backlog = fixture.backlog;
    private final Deliveries deliveries = fixture.deliveries;
    private final Loop loop = fixture.loop();

    private Completion called() {
        return new Completion(backlog.take(any -> Optional.empty()).call().orElseThrow(), new Outcome.Deleted("r-1"));
    }

    @Test
    void request_isLinedUpAndSettledWhenItsCallHasEnded() {
        Delivery delivery = deliveries.of(HERE, "1", Deliveries.WHOLE);
        kafka.bring(delivery);
        loop.turn();
        assertThat(loop.status().open()).containsEntry(HERE, 1);

        fixture.completions.add(called());
        loop.turn();

        assertThat(kafka.settled()).containsExactly(delivery);
        assertThat(kafka.committed()).containsEntry(HERE, new CommitPoint(1, ""));
        assertThat(loop.status().open()).containsEntry(HERE, 0);
    }

    @Test
    void requestThatIsReadTwice_countsOnce() {
        Delivery known = deliveries.of(HERE, "1", Deliveries.WHOLE);
        kafka.bring(known, known);

        loop.turn();

        assertThat(loop.status().open()).containsEntry(HERE, 1);
        assertThat(backlog.waiting()).containsEntry(Lane.LIVE, 1);
    }

    @Test
    void retry_isLinedUpWhenItIsDueAndNoPollOutlastsThat() {
        kafka.bring(deliveries.due(HERE, time.now().plusMillis(30)));
        loop.turn();
        assertThat(loop.status().notDue()).isEqualTo(Map.of(HERE, 1));
        assertThat(backlog.isEmpty()).isTrue();

        loop.turn();
        assertThat(kafka.polls()).last().isEqualTo(Duration.ofMillis(30));
        loop.turn();

        assertThat(loop.status().notDue()).isEmpty();
        assertThat(backlog.size()).isEqualTo(1);
    }

    @Test
    void retryThatIsDue_isLinedUpAtOnce() {
        kafka.bring(deliveries.due(HERE, time.now()));

        loop.turn();

        assertThat(backlog.size()).isEqualTo(1);
    }

    @Test
    void requestInItsGracePeriod_isLinedUpWhenThatEnds() {
        Instant end = time.now().plusMillis(30);
        kafka.bring(deliveries.inGrace(HERE, end));
        loop.turn();
        assertThat(loop.status().inGrace()).isEqualTo(new InGrace(Map.of(HERE, 1), end));
        assertThat(loop.status().notDue()).isEmpty();
        assertThat(loop.status().workedOn()).containsExactly(THERE);
        assertThat(backlog.isEmpty()).isTrue();

        loop.turn();
        loop.turn();

        assertThat(loop.status().inGrace()).isEqualTo(InGrace.NONE);
        assertThat(backlog.size()).isEqualTo(1);
    }

    /** As of a record that is stamped in microseconds. */
    @Test
    void retryThatIsDueInMillionsOfYears_harmsNoTurn() {
        kafka.bring(deliveries.due(HERE, Instant.ofEpochMilli(Long.MAX_VALUE)));
        loop.turn();
        loop.turn();

        assertThat(kafka.polls()).containsExactly(LONGEST_POLL, LONGEST_POLL);
    }

    @Test
    void nothingElseIsDue_thePollWaitsForHalfASecond() {
        kafka.bring(deliveries.due(HERE, time.now().plusSeconds(60)));
        loop.turn();
        loop.turn();

        assertThat(kafka.polls()).containsExactly(LONGEST_POLL, LONGEST_POLL);
    }

    @Test
    void settlements_waitForTheIntervalAndNoPollOutlastsIt() {
        kafka.duringCommit = () -> time.pass(INTERVAL); // so slow that the interval is what counts
        kafka.bring(deliveries.malformed(HERE));
        kafka.bring(deliveries.malformed(HERE));
        loop.turn();
        loop.turn();
        assertThat(kafka.settled()).hasSize(1);
        assertThat(loop.status().uncommitted()).isEqualTo(1);

        loop.turn();
        assertThat(kafka.settled()).hasSize(1);
        assertThat(kafka.polls()).last().isEqualTo(INTERVAL);
        loop.turn();

        assertThat(kafka.settled()).hasSize(2);
        assertThat(loop.status().uncommitted()).isZero();
    }

    /** They have the same timestamp. */
    @Test
    void requestThatIsSettledOnArrival_takesNoOtherOutOfThoseThatWait() {
        Delivery malformed = deliveries.malformed(HERE);
        Delivery waits = deliveries.of(HERE, "1", Deliveries.WHOLE);
        kafka.bring(malformed, waits);
        loop.turn();
        loop.turn();
        assertThat(kafka.settled()).containsExactly(malformed);

        assertThat(loop.status().oldestDue())
                .containsEntry(Lane.LIVE, new OldestDue(HERE, waits.message().timestamp()));
    }

    @Test
    void callThatEndedInTheMeantime_isNotKeptWaitingByThePoll() {
        kafka.bring(deliveries.malformed(HERE), deliveries.of(HERE, "1", Deliveries.WHOLE));
        loop.turn();
        kafka.duringCommit = () -> fixture.completions.add(called());

        loop.turn();

        assertThat(kafka.polls()).last().isEqualTo(Duration.ZERO);
    }

    @Test
    void callThatEndsDuringThePoll_endsItUnlessACommitIsDueAnyway() {
        kafka.duringCommit = () -> time.pass(INTERVAL); // so slow that the interval is what counts
        kafka.bring(deliveries.of(HERE, "1", Deliveries.WHOLE), deliveries.of(HERE, "2", Deliveries.WHOLE));
        loop.turn();
        kafka.duringPoll = () -> fixture.completions.add(called());
        loop.turn();
        assertThat(kafka.wakeups()).isEqualTo(1);
        kafka.bring(deliveries.malformed(HERE));
        kafka.duringPoll = () -> {};
        loop.turn(); // commits the first
        kafka.duringPoll = () -> fixture.completions.add(called());

        loop.turn();

        assertThat(loop.status().uncommitted()).as("the malformed one").isEqualTo(1);
        assertThat(kafka.wakeups()).isEqualTo(1);
    }

    @Test
    void callThatEndsBetweenPolls_wakesNobody() {
        kafka.bring(deliveries.of(HERE, "1", Deliveries.WHOLE));
        loop.turn();

        fixture.completions.add(called());

        assertThat(kafka.wakeups()).isZero();
    }

    @Test
    void everyPoll_isASignOfLife() {
        time.pass(Duration.ofMinutes(1));

        loop.turn();

        assertThat(fixture.heartbeat.sinceLastBeat()).isZero();
    }

    @Test
    void partitionWithTooMuchOpen_isReadNoFurther() {
        Delivery[] many = new Delivery[FlowControl.MAX_PER_PARTITION];
        for (int i = 0; i < many.length; i++) {
            many[i] = deliveries.of(HERE, "f" + i, Deliveries.WHOLE);
        }
        kafka.bring(many);
        loop.turn();

        loop.turn();

        assertThat(kafka.paused()).containsExactly(HERE);
        assertThat(loop.status().paused()).containsExactly(HERE);
    }

    @Test
    void whatTheWindowHasNoRoomFor_isReadAgainWhenItHas() {
        Delivery lowest = deliveries.of(HERE, "1", Deliveries.WHOLE);
        deliveries.skip(20_000);
        Delivery tooFar = deliveries.malformed(HERE);
        Delivery there = deliveries.malformed(THERE);
        kafka.bring(lowest);
        loop.turn();

        kafka.bring(tooFar, deliveries.malformed(HERE), there);
        loop.turn();
        assertThat(kafka.rewound()).containsExactly("0@" + tooFar.offset());
        loop.turn();
        assertThat(kafka.paused()).containsExactly(HERE);
        assertThat(kafka.settled()).containsExactly(there);

        fixture.completions.add(called());
        time.pass(INTERVAL);
        loop.turn();
        assertThat(kafka.committed()).containsEntry(HERE, new CommitPoint(lowest.offset() + 1, ""));
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void retriesBeyondTheirPartitionsPartOfTheBound_areReadAgainWhenHalfOfThatIsSettled() {
        int most = FlowControl.MAX_PER_PARTITION;
        Delivery[] many = new Delivery[most + 2];
        for (int i = 0; i < many.length; i++) {
            many[i] = deliveries.due(HERE, time.now());
        }
        Delivery there = deliveries.due(THERE, time.now());
        kafka.bring(many);
        kafka.bring(there);
        loop.turn();
        assertThat(loop.status().open()).containsEntry(HERE, most);
        assertThat(kafka.rewound()).containsExactly("0@" + many[most].offset());

        loop.turn();
        assertThat(kafka.paused()).containsExactly(HERE);
        assertThat(loop.status().open()).containsEntry(THERE, 1);
    }

    @Test
    void positionBehindAMarker_isCommittedWithTheNextSettlement() {
        kafka.bringPosition(HERE, 7);
        kafka.bring(deliveries.malformed(THERE));
        loop.turn();
        loop.turn();
        loop.turn();

        assertThat(kafka.committed()).containsEntry(HERE, new CommitPoint(7, ""));
    }

    @Test
    void partitionThatComes_goesOnWhereItsLastOwnerCommitted() {
        Partition third = new Partition("t", 2);
        deliveries.skip(6);
        Delivery next = deliveries.malformed(third);
        loop.assigned(Set.of(third), 1, Map.of(third, new CommitPoint(6, "")), Map.of());
        assertThat(fixture.telemetry.told()).containsExactly("got 1");

        kafka.bring(next);
        loop.turn();
        loop.turn();

        assertThat(kafka.committed()).containsEntry(third, new CommitPoint(7, ""));
    }

    @Test
    void partitionThatTheGroupBeginsWith_isCommittedWithTheNextTurnThoughItHoldsNothing() {
        Partition third = new Partition("t", 2);
        Partition fourth = new Partition("t", 3);
        loop.assigned(Set.of(third, fourth), 1, Map.of(), Map.of());

        loop.startsAt(Map.of(third, 0L, fourth, 500L));
        loop.turn();

        assertThat(kafka.committed())
                .containsEntry(third, new CommitPoint(0, ""))
                .containsEntry(fourth, new CommitPoint(500, ""));
    }

    /** What is left of what was committed before its log was cut; the next owner would find the cut again. */
    @Test
    void placeThatSaysLessThanWhatIsCommitted_isCommittedWithTheNextTurn() {
        Partition third = new Partition("t", 2);
        loop.assigned(Set.of(third), 1, Map.of(third, new CommitPoint(10, "")), Map.of());

        loop.startsAt(Map.of(third, 10L));
        loop.turn();

        assertThat(kafka.committed()).containsEntry(third, new CommitPoint(10, ""));
    }

    /** They will never arrive: what is committed lies behind them. */
    @Test
    void recordsThatAreGone_arePassedWhereThePartitionIsReadOn() {
        settle(HERE);

        loop.gone(HERE, 1, 5, true);

        assertThat(fixture.telemetry.told()).containsExactly("lost 4 of " + HERE + " from 1 to 5");
        settle(THERE);
        assertThat(kafka.committed()).containsEntry(HERE, new CommitPoint(5, ""));
    }

    /** Somebody has to decide first where to read on: the group's offset stays what it was, for that is how the next owner finds it out. */
    @Test
    void recordsThatAreGone_moveNoOffsetWhereThePartitionIsNotReadOn() {
        settle(HERE);

        loop.gone(HERE, 1, 5, false);

        assertThat(fixture.telemetry.told()).containsExactly("lost 4 of " + HERE + " from 1 to 5");
        settle(THERE);
        assertThat(kafka.committed())
                .containsEntry(HERE, new CommitPoint(1, ""))
                .containsKey(THERE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recordsThatAreGone_countOnlyAsFarAsTheyAreNotSettled(boolean readsOn) {
        kafka.bring(deliveries.of(HERE, "1", Deliveries.WHOLE), deliveries.malformed(HERE));
        loop.turn();
        loop.turn();
        fixture.telemetry.told();

        loop.gone(HERE, 0, 5, readsOn);

        assertThat(fixture.telemetry.told()).containsExactly("lost 4 of " + HERE + " from 0 to 5");
    }

    @Test
    void recordsThatWereAllSettled_areNotLost() {
        settle(HERE);

        loop.gone(HERE, 0, 1, false);

        assertThat(fixture.telemetry.told()).isEmpty();
    }

    private void settle(Partition partition) {
        kafka.bring(deliveries.malformed(partition));
        loop.turn();
        loop.turn();
        assertThat(loop.status().uncommitted()).isZero();
        fixture.telemetry.told();
    }
}
