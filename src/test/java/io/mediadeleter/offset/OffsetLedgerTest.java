package io.mediadeleter.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffsetLedgerTest {

    private static final Partition A = new Partition("t", 0);
    private static final Partition B = new Partition("t", 1);

    private final OffsetLedger ledger = new OffsetLedger();

    private static Delivery delivery(Partition partition, long offset, long epoch) {
        return new Delivery(
                partition,
                offset,
                epoch,
                Lane.LIVE,
                new Origin(partition.topic(), partition.number(), offset),
                Instant.EPOCH,
                Attempt.FIRST,
                new Message(null, null, List.of(), Instant.EPOCH),
                new Content.Malformed("NullValue", "none"));
    }

    @Test
    void deliveryOfAnOlderAssignment_neitherEntersNorSettles() {
        ledger.assign(A, 1, null, null);
        Delivery old = delivery(A, 0, 1);
        ledger.enter(old);
        ledger.assign(A, 2, null, null);
        ledger.enter(delivery(A, 0, 2));

        assertThat(ledger.isOpen(old)).isFalse();
        assertThat(ledger.settle(old)).isFalse();
        assertThat(ledger.enter(delivery(A, 1, 1))).isEqualTo(Intake.KNOWN);
        assertThat(ledger.isOpen(delivery(A, 0, 2))).isTrue();
    }

    /** Where somebody has to decide where to read on, nothing may be committed that says where. */
    @Test
    void countOfWhatIsNotSettled_movesNothing() {
        ledger.assign(A, 1, null, null);
        for (int offset = 0; offset < 4; offset++) {
            ledger.enter(delivery(A, offset, 1));
        }
        ledger.settle(delivery(A, 1, 1));
        ledger.settle(delivery(A, 2, 1));
        Map<Partition, CommitPoint> before = ledger.points();

        assertThat(ledger.unsettled(A, 0, 6)).isEqualTo(4);

        assertThat(ledger.points()).isEqualTo(before);
        assertThat(ledger.unsettled(B, 0, 6))
                .as("of one that is not owned nothing is known")
                .isEqualTo(6);
    }

    @Test
    void deliveryOfAPartitionThatWent_isNotOpen() {
        ledger.assign(A, 1, null, null);
        Delivery gone = delivery(A, 0, 1);
        ledger.enter(gone);

        ledger.release(Set.of(A));

        assertThat(ledger.isOpen(gone)).isFalse();
        assertThat(ledger.settle(gone)).isFalse();
        assertThat(ledger.enter(gone)).isEqualTo(Intake.KNOWN);
        assertThat(ledger.partitions()).isEmpty();
    }

    @Test
    void uncommitted_isWhatChangedSinceItWasCommitted() {
        ledger.assign(A, 1, null, null);
        ledger.assign(B, 1, new CommitPoint(5, ""), null);
        ledger.enter(delivery(A, 0, 1));
        ledger.enter(delivery(B, 5, 1));
        assertThat(ledger.uncommitted())
                .as("what begins without an offset gets one")
                .containsOnly(Map.entry(A, new CommitPoint(0, "")));

        assertThat(ledger.settle(delivery(A, 0, 1))).isTrue();
        Map<Partition, CommitPoint> points = ledger.uncommitted();
        ledger.committed(points);

        assertThat(points).containsOnly(Map.entry(A, new CommitPoint(1, "")));
        assertThat(ledger.uncommitted()).isEmpty();
        assertThat(ledger.partitions()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void positionPastMarkers_isToBeCommitted() {
        ledger.assign(A, 1, null, null);

        ledger.advance(A, 4);
        ledger.advance(B, 4);

        assertThat(ledger.uncommitted()).containsOnly(Map.entry(A, new CommitPoint(4, "")));
    }

    @Test
    void committedOfAPartitionThatWent_isIgnored() {
        ledger.assign(A, 1, new CommitPoint(5, ""), null);

        ledger.committed(Map.of(B, new CommitPoint(9, "")));

        assertThat(ledger.uncommitted()).isEmpty();
    }

    @Test
    void roomOfAPartition_isItsWindows() {
        ledger.assign(A, 1, null, null);
        ledger.enter(delivery(A, 0, 1));

        assertThat(ledger.hasRoomFor(A, PartitionLedger.WINDOW - 1)).isTrue();
        assertThat(ledger.hasRoomFor(A, PartitionLedger.WINDOW)).isFalse();
        assertThat(ledger.hasRoomFor(B, PartitionLedger.WINDOW)).isTrue();
    }

    @Test
    void metadataOfOthers_isNotReadable() {
        assertThat(OffsetLedger.isReadable(new CommitPoint(5, "by another program")))
                .isFalse();
        assertThat(OffsetLedger.isReadable(new CommitPoint(5, ""))).isTrue();
    }
}
