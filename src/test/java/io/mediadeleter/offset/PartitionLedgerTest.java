package io.mediadeleter.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionLedgerTest {

    private static PartitionLedger from(long offset) {
        return new PartitionLedger(1, new CommitPoint(offset, ""));
    }

    /** What the next owner would start with. */
    private static PartitionLedger nextOwnerOf(PartitionLedger ledger) {
        return new PartitionLedger(2, ledger.commitPoint());
    }

    @Test
    void nothingSettled_commitsTheLowestOpenOffset() {
        PartitionLedger ledger = from(10);
        ledger.enter(10);
        ledger.enter(11);

        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(10, ""));
        assertThat(ledger.open()).isEqualTo(2);
    }

    @Test
    void settledInOrder_theWatermarkFollows() {
        PartitionLedger ledger = from(10);
        List.of(10L, 11L, 12L).forEach(ledger::enter);

        assertThat(ledger.settle(10)).isTrue();
        assertThat(ledger.settle(11)).isTrue();

        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(12, ""));
    }

    @Test
    void settledOutOfOrder_theNextOwnerSkipsThemAndNoOther() {
        PartitionLedger ledger = from(10);
        List.of(10L, 11L, 12L, 13L).forEach(ledger::enter);
        ledger.settle(11);
        ledger.settle(13);

        PartitionLedger next = nextOwnerOf(ledger);

        assertThat(ledger.commitPoint().offset()).isEqualTo(10);
        assertThat(next.enter(10)).isEqualTo(Intake.OPENED);
        assertThat(next.enter(11)).isEqualTo(Intake.KNOWN);
        assertThat(next.enter(12)).isEqualTo(Intake.OPENED);
        assertThat(next.enter(13)).isEqualTo(Intake.KNOWN);
        assertThat(next.enter(14)).isEqualTo(Intake.OPENED);
    }

    @Test
    void theNextOwnerCommitsBeforeItHasReadAllAgain_whatWasSettledStaysSettled() {
        PartitionLedger ledger = from(10);
        List.of(10L, 11L, 12L, 13L).forEach(ledger::enter);
        ledger.settle(13);
        PartitionLedger second = nextOwnerOf(ledger);
        second.enter(10);
        second.settle(10);

        PartitionLedger third = nextOwnerOf(second);

        assertThat(second.commitPoint().offset()).isEqualTo(11);
        assertThat(third.enter(11)).isEqualTo(Intake.OPENED);
        assertThat(third.enter(12)).isEqualTo(Intake.OPENED);
        assertThat(third.enter(13)).isEqualTo(Intake.KNOWN);
    }

    @Test
    void settledTwiceOrNeverEntered_countsOnce() {
        PartitionLedger ledger = from(10);
        ledger.enter(10);

        assertThat(ledger.settle(10)).isTrue();
        assertThat(ledger.settle(10)).isFalse();
        assertThat(ledger.settle(11)).isFalse();
        assertThat(ledger.settle(9)).isFalse();
        assertThat(ledger.open()).isZero();
    }

    @Test
    void offsetsThatNeverCome_countAsSettled() {
        PartitionLedger ledger = from(10);
        ledger.enter(10);
        ledger.enter(15);
        ledger.settle(10);

        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(15, ""));
    }

    @Test
    void markersBehindTheLastRecord_areNoLag() {
        PartitionLedger ledger = from(10);
        ledger.enter(10);
        ledger.settle(10);

        ledger.advance(14);

        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(14, ""));
    }

    @Test
    void aGapWiderThanTheWindowBehindAnOpenOffset_waitsForIt() {
        PartitionLedger ledger = from(0);
        ledger.enter(0);
        long far = PartitionLedger.WINDOW;

        assertThat(ledger.enter(far)).isEqualTo(Intake.NO_ROOM);
        ledger.settle(0);
        assertThat(ledger.enter(far)).isEqualTo(Intake.OPENED);
        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(far, ""));
    }

    @Test
    void theLastOffsetOfTheWindow_hasRoom() {
        PartitionLedger ledger = from(0);
        ledger.enter(0);

        assertThat(ledger.enter(PartitionLedger.WINDOW - 1)).isEqualTo(Intake.OPENED);
        assertThat(ledger.hasRoomFor(PartitionLedger.WINDOW)).isFalse();
    }

    @Test
    void recreatedTopic_startsOver() {
        PartitionLedger ledger = from(100);

        assertThat(ledger.enter(0)).isEqualTo(Intake.OPENED);
        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(0, ""));
    }

    @Test
    void anOffsetBelowAllThatIsOpen_isReadAgainWhenNothingIsOpen() {
        PartitionLedger ledger = from(100);
        ledger.enter(100);

        assertThat(ledger.enter(50)).isEqualTo(Intake.NO_ROOM);
    }

    @Test
    void deliveredTwice_isKnown() {
        PartitionLedger ledger = from(10);
        ledger.enter(10);

        assertThat(ledger.enter(10)).isEqualTo(Intake.KNOWN);
        assertThat(ledger.open()).isEqualTo(1);
    }

    @Test
    void theWatermarkRunsAheadOfTheReading_whatItPassedIsKnown() {
        PartitionLedger ledger = from(10);
        List.of(10L, 11L, 12L).forEach(ledger::enter);
        ledger.settle(11);
        ledger.settle(12);
        PartitionLedger next = nextOwnerOf(ledger);
        next.enter(10);
        next.settle(10);

        assertThat(next.enter(11)).isEqualTo(Intake.KNOWN);
        assertThat(next.enter(12)).isEqualTo(Intake.KNOWN);
        assertThat(next.enter(13)).isEqualTo(Intake.OPENED);
        assertThat(next.commitPoint()).isEqualTo(new CommitPoint(13, ""));
    }

    /** What a new owner starts with when 11 and 12 were settled, and 10 was not. */
    private static PartitionLedger withTwoSettledAboveTen() {
        PartitionLedger ledger = from(10);
        List.of(10L, 11L, 12L).forEach(ledger::enter);
        ledger.settle(11);
        ledger.settle(12);
        return nextOwnerOf(ledger);
    }

    @Test
    void theLowestOpenRecordIsCompactedAway_theWatermarkPassesWhatWasSettled() {
        PartitionLedger ledger = withTwoSettledAboveTen();

        assertThat(ledger.enter(11)).isEqualTo(Intake.KNOWN);
        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(13, ""));
    }

    @Test
    void markersUpToWhatWasSettled_theWatermarkPassesThatToo() {
        PartitionLedger ledger = withTwoSettledAboveTen();

        ledger.advance(11);

        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(13, ""));
    }

    @Test
    void positionThatWasReadAlready_changesNothing() {
        PartitionLedger ledger = from(10);
        ledger.enter(10);
        ledger.enter(11);

        ledger.advance(11);

        assertThat(ledger.isOpen(11)).isTrue();
        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(10, ""));
    }

    @Test
    void theRingComesRound_whatWasSettledAWindowAgoIsForgotten() {
        PartitionLedger ledger = withTwoSettledAboveTen();
        ledger.enter(13 + 100);
        ledger.settle(13 + 100);
        ledger.enter(PartitionLedger.WINDOW + 10);

        assertThat(ledger.enter(PartitionLedger.WINDOW + 11)).isEqualTo(Intake.OPENED);
        assertThat(ledger.enter(PartitionLedger.WINDOW + 12)).isEqualTo(Intake.OPENED);
        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(PartitionLedger.WINDOW + 10, ""));
    }

    @Test
    void aLeapFartherThanTheWindow_forgetsAllThatWasSettled() {
        PartitionLedger ledger = withTwoSettledAboveTen();
        long far = 3L * PartitionLedger.WINDOW + 10;

        assertThat(ledger.enter(far)).isEqualTo(Intake.OPENED);
        assertThat(ledger.enter(far + 1)).isEqualTo(Intake.OPENED);
        assertThat(ledger.commitPoint()).isEqualTo(new CommitPoint(far, ""));
    }

    @Test
    void recreatedTopic_forgetsWhatWasSettledInTheOld() {
        PartitionLedger ledger = withTwoSettledAboveTen();

        assertThat(ledger.enter(0)).isEqualTo(Intake.OPENED);
        assertThat(ledger.enter(11)).isEqualTo(Intake.OPENED);
    }

    @Test
    void commitOfAnotherTopicOfTheName_countsForNothing() {
        PartitionLedger next = new PartitionLedger(2, new CommitPoint(10, "", "old"), "new");

        assertThat(next.enter(0)).isEqualTo(Intake.OPENED);
        assertThat(next.commitPoint()).isEqualTo(new CommitPoint(0, "", "new"));
    }

    @Test
    void offsetsThatAreGone_areUnsettledUnlessTheyWereSettledBefore() {
        PartitionLedger ledger = from(3);
        ledger.enter(3);
        ledger.enter(4);
        ledger.enter(5);
        ledger.settle(4);

        assertThat(ledger.unsettled(3, 9)).isEqualTo(5);
        assertThat(ledger.unsettled(0, PartitionLedger.WINDOW + 20L)).isEqualTo(PartitionLedger.WINDOW + 16L);
    }
}
