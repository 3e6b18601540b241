package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.EndOffsets.Answer;
import io.mediadeleter.kafka.partitions.EndOffsets.End;
import io.mediadeleter.kafka.partitions.EndOffsets.Place;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndOffsetsTest {

    private static final Partition LED = new Partition("requested", 0);
    private static final Partition LEADERLESS = new Partition("requested", 1);
    private static final Instant THEN = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant NOW = THEN.plusSeconds(60);

    @Test
    void partitionWithoutALeader_keepsItsEnd_andHidesNothingOfTheOthers() {
        Map<Partition, End> before = Map.of(LED, new End(10, 13, THEN), LEADERLESS, new End(7, 9, THEN));

        assertThat(EndOffsets.next(before, Map.of(LED, new Answer(20, 20)), Set.of(LED, LEADERLESS), NOW))
                .containsOnly(Map.entry(LED, new End(20, 20, NOW)), Map.entry(LEADERLESS, new End(7, 9, THEN, false)));
    }

    @Test
    void recordsThatCannotBeRead_countFromWhenTheyWereSeenFirst() {
        Map<Partition, End> before = Map.of(LED, new End(10, 13, THEN));

        assertThat(EndOffsets.next(before, Map.of(LED, new Answer(10, 15)), Set.of(LED), NOW))
                .containsOnly(Map.entry(LED, new End(10, 15, THEN)));
        assertThat(EndOffsets.next(before, Map.of(LED, new Answer(11, 15)), Set.of(LED), NOW))
                .containsOnly(Map.entry(LED, new End(11, 15, NOW)));
    }

    @Test
    void transactionThatIsOpenStill_countsFromItsBegin_thoughAnAnswerWasMissing() {
        Map<Partition, End> before = Map.of(LED, new End(10, 13, THEN));
        Map<Partition, End> silent = EndOffsets.next(before, Map.of(), Set.of(LED), THEN.plusSeconds(30));

        assertThat(EndOffsets.next(silent, Map.of(LED, new Answer(10, 13)), Set.of(LED), NOW))
                .containsOnly(Map.entry(LED, new End(10, 13, THEN)));
    }

    /** Zero would say that everything is done. */
    @Test
    void partitionWhoseLastKnownEndIsReached_isNotKnownToBeAtItsEnd_whenNoNewerOneIsTold() {
        End last = new End(20, 20, THEN, false);

        assertThat(last.unread(20)).isEmpty();
        assertThat(last.unread(15)).as("so many at least").hasValue(5L);
        assertThat(new End(20, 20, NOW).unread(20)).hasValue(0L);
    }

    /** It was not read because it was not to be. */
    @Test
    void partitionThatWasPaused_countsAsUnreadFromWhenItIsReadOn() {
        Map<Partition, End> ends = Map.of(LED, new End(20, 20, THEN));
        Map<Partition, Place> stands = EndOffsets.places(Map.of(), Map.of(LED, 10L), ends, THEN);
        assertThat(EndOffsets.places(stands, Map.of(LED, 10L), ends, NOW)).containsEntry(LED, new Place(10, THEN));

        Map<Partition, Place> paused = EndOffsets.places(stands, Map.of(), ends, NOW);

        assertThat(EndOffsets.places(paused, Map.of(LED, 10L), ends, NOW)).containsEntry(LED, new Place(10, NOW));
    }
}
