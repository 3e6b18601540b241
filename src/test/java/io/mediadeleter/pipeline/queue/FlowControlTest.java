package io.mediadeleter.pipeline.queue;

import static io.mediadeleter.pipeline.queue.FlowControl.MAX_PER_PARTITION;
import static io.mediadeleter.pipeline.queue.FlowControl.MAX_PER_TOPIC;
import static io.mediadeleter.pipeline.queue.FlowControl.MAX_TOPIC_BYTES;
import static io.mediadeleter.pipeline.queue.FlowControl.MOST_PER_TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.Deliveries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowControlTest {

    private static final Partition HERE = new Partition("t", 0);
    private static final Partition THERE = new Partition("t", 1);
    private static final Partition ELSEWHERE = new Partition("other", 0);
    private static final byte[] EIGHTH = new byte[(int) (MAX_TOPIC_BYTES / 8)];

    private final OffsetLedger ledger = new OffsetLedger();
    private final FlowControl flow = new FlowControl(ledger);
    private final Deliveries deliveries = new Deliveries();

    private List<Delivery> open(int count, Partition partition, byte... value) {
        List<Delivery> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Delivery delivery = deliveries.holding(partition, value);
            flow.opened(delivery);
            opened.add(delivery);
        }
        return opened;
    }

    private void close(List<Delivery> open, int count) {
        open.subList(0, count).forEach(flow::closed);
        open.subList(0, count).clear();
    }

    @Test
    void partitionAtItsBound_isPausedUntilHalfOfItIsOpen() {
        flow.assigned(Set.of(HERE, THERE));
        List<Delivery> open = open(MAX_PER_PARTITION - 1, HERE);
        assertThat(flow.updatePauses()).isEmpty();

        open.addAll(open(1, HERE));
        assertThat(flow.updatePauses()).containsExactly(HERE);

        close(open, MAX_PER_PARTITION / 2 - 1);
        assertThat(flow.updatePauses()).containsExactly(HERE);
        close(open, 1);
        assertThat(flow.updatePauses()).isEmpty();
    }

    @Test
    void topicAtItsBound_isPausedAltogetherUntilHalfOfItIsOpen() {
        Set<Partition> all =
                IntStream.range(0, 6).mapToObj(i -> new Partition("t", i)).collect(Collectors.toSet());
        flow.assigned(all);
        flow.assigned(Set.of(ELSEWHERE));
        List<Delivery> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            open.addAll(open(MAX_PER_TOPIC / 5, new Partition("t", i)));
            assertThat(flow.updatePauses()).isEqualTo(i < 4 ? Set.of() : all);
        }

        close(open, MAX_PER_TOPIC / 2 - 1);
        assertThat(flow.updatePauses()).isEqualTo(all);
        close(open, 1);
        assertThat(flow.updatePauses()).isEmpty();
    }

    private Delivery waits(boolean isRetry, Partition partition) {
        return isRetry ? deliveries.due(partition, Instant.MAX) : deliveries.inGrace(partition, Instant.MAX);
    }

    /** Others that wait for longer must not keep a partition from being read whose requests are due. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void partitionsWhoseRequestsWait_haveAPartOfTheBoundEach(boolean isRetry) {
        Set<Partition> all =
                IntStream.range(0, 10).mapToObj(i -> new Partition("t", i)).collect(Collectors.toSet());
        flow.assigned(all);
        flow.assigned(Set.of(ELSEWHERE));
        List<Delivery> open = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < MAX_PER_TOPIC / 10; j++) {
                Delivery waits = waits(isRetry, new Partition("t", i));
                flow.opened(waits);
                open.add(waits);
            }
        }

        assertThat(flow.updatePauses()).hasSize(9).doesNotContain(new Partition("t", 9));

        close(open, MAX_PER_TOPIC / 20);
        assertThat(flow.updatePauses()).hasSize(8).doesNotContain(new Partition("t", 0));
    }

    @Test
    void partitionThatHasItsPart_hasNoRoomForMoreAndIsPausedUntilHalfOfThatIsOpen() {
        flow.assigned(
                IntStream.range(0, 10).mapToObj(i -> new Partition("t", i)).collect(Collectors.toSet()));
        List<Delivery> open = new ArrayList<>();
        for (int i = 0; i < MAX_PER_TOPIC / 10; i++) {
            assertThat(flow.hasRoomFor(HERE)).isTrue();
            open.add(deliveries.due(HERE, Instant.MAX));
            flow.opened(open.get(i));
        }

        assertThat(flow.hasRoomFor(HERE)).isFalse();
        assertThat(flow.hasRoomFor(THERE)).isTrue();
        flow.blocked(HERE, 1_000);
        close(open, 1);
        assertThat(flow.updatePauses()).containsExactly(HERE);
        close(open, MAX_PER_TOPIC / 20 - 1);
        assertThat(flow.updatePauses()).isEmpty();
    }

    @Test
    void partitionThatHasItsPartOfTheBytes_hasNoRoomForMore() {
        flow.assigned(
                IntStream.range(0, 10).mapToObj(i -> new Partition("t", i)).collect(Collectors.toSet()));
        flow.opened(deliveries.due(THERE, Instant.MAX));

        assertThat(flow.hasRoomFor(HERE)).as("the first, whatever its size").isTrue();
        open(1, HERE, EIGHTH);

        assertThat(flow.hasRoomFor(HERE)).isFalse();
    }

    /** A pause is soon enough where what waits for a token is all that is open. */
    @Test
    void partitionsOfATopicWhoseRequestsNeverWait_haveRoomUntilTheyArePaused() {
        flow.assigned(Set.of(HERE, THERE));

        open(MAX_PER_PARTITION, HERE);

        assertThat(flow.hasRoomFor(HERE)).isTrue();
        assertThat(flow.hasRoomFor(ELSEWHERE)).as("not owned").isTrue();
    }

    @Test
    void partitionsThatGo_leaveTheirPartsToTheOthers() {
        flow.assigned(
                IntStream.range(0, 10).mapToObj(i -> new Partition("t", i)).collect(Collectors.toSet()));
        for (int i = 0; i < MAX_PER_TOPIC / 10; i++) {
            flow.opened(deliveries.due(HERE, Instant.MAX));
        }
        assertThat(flow.hasRoomFor(HERE)).isFalse();

        flow.released(IntStream.range(1, 6).mapToObj(i -> new Partition("t", i)).collect(Collectors.toSet()));

        assertThat(flow.hasRoomFor(HERE)).isTrue();
    }

    @Test
    void morePartitionsThanTheBoundHasPlaces_leaveOneToEach() {
        Set<Partition> all = IntStream.range(0, MOST_PER_TOPIC + 5)
                .mapToObj(i -> new Partition("t", i))
                .collect(Collectors.toSet());
        flow.assigned(all);
        flow.opened(deliveries.inGrace(HERE, Instant.MAX));

        assertThat(flow.updatePauses()).containsExactly(HERE);
    }

    @Test
    void topicsBytesAtTheirBound_pauseItUntilHalfOfThemAreOpen() {
        flow.assigned(Set.of(HERE, THERE, ELSEWHERE));
        List<Delivery> large = open(4, HERE, EIGHTH);
        large.addAll(open(3, THERE, EIGHTH));
        assertThat(flow.updatePauses()).isEmpty();
        large.addAll(open(1, THERE, EIGHTH));
        List<Delivery> small = open(1, HERE, (byte) 1);
        assertThat(flow.updatePauses()).containsExactlyInAnyOrder(HERE, THERE);

        close(large, 4);
        assertThat(flow.updatePauses()).containsExactlyInAnyOrder(HERE, THERE);
        close(small, 1);
        assertThat(flow.updatePauses()).isEmpty();
    }

    @Test
    void topicsBytesAtTheVeryBound_pauseIt() {
        flow.assigned(Set.of(HERE));
        open(7, HERE, EIGHTH);
        assertThat(flow.updatePauses()).isEmpty();

        open(1, HERE, EIGHTH);

        assertThat(flow.updatePauses()).containsExactly(HERE);
    }

    @Test
    void released_takesWhatWasOpenOfItAlong() {
        flow.assigned(Set.of(HERE, THERE));
        List<Delivery> went = open(8, HERE, EIGHTH);
        open(2, THERE, (byte) 1);
        assertThat(flow.updatePauses()).containsExactlyInAnyOrder(HERE, THERE);

        assertThat(flow.released(Set.of(HERE, ELSEWHERE))).isEqualTo(8);
        close(went, 1);

        assertThat(flow.updatePauses()).isEmpty();
        assertThat(flow.open()).isEqualTo(Map.of(THERE, 2));
        open(7, THERE, EIGHTH);
        assertThat(flow.updatePauses()).as("less than the bound").isEmpty();
        open(1, THERE, EIGHTH);
        assertThat(flow.updatePauses()).containsExactly(THERE);
    }

    @Test
    void releasedPartitions_leaveRoomForTheOthersOfTheirTopic() {
        Set<Partition> first =
                IntStream.range(2, 6).mapToObj(i -> new Partition("t", i)).collect(Collectors.toSet());
        flow.assigned(first);
        flow.assigned(Set.of(HERE));
        first.forEach(partition -> open(MAX_PER_TOPIC / 5, partition));
        open(MAX_PER_TOPIC / 5, HERE);
        assertThat(flow.updatePauses()).contains(HERE);

        assertThat(flow.released(first)).isEqualTo(MAX_PER_TOPIC / 5 * 4);

        assertThat(flow.updatePauses()).isEmpty();
    }

    @Test
    void windowIsClosed_isPausedUntilTheLedgerHasRoom() {
        ledger.assign(HERE, 1, null, null);
        flow.assigned(Set.of(HERE));
        Delivery lowest = deliveries.holding(HERE);
        ledger.enter(lowest);
        flow.blocked(HERE, lowest.offset() + 1_000_000);
        assertThat(flow.updatePauses()).containsExactly(HERE);

        ledger.settle(lowest);

        assertThat(flow.updatePauses()).isEmpty();
    }

    @Test
    void joined_onceAnyPartitionHasCome() {
        assertThat(flow.hasJoined()).isFalse();
        flow.assigned(Set.of(HERE));
        flow.released(Set.of(HERE));

        assertThat(flow.hasJoined()).isTrue();
        assertThat(flow.open()).isEmpty();
    }
}
