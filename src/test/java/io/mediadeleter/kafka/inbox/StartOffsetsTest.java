package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.StartDecision;
import io.mediadeleter.control.StartPosition;
import io.mediadeleter.control.StartPosition.Earliest;
import io.mediadeleter.control.StartPosition.From;
import io.mediadeleter.control.StartPosition.Latest;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.PartitionContents;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StartOffsetsTest {

    private static final TopicPartition FIRST = new TopicPartition("requests", 0);
    private static final TopicPartition SECOND = new TopicPartition("requests", 1);
    private static final Map<TopicPartition, PartitionContents> FULL =
            Map.of(FIRST, new PartitionContents(10, 30, 40, null, 0), SECOND, new PartitionContents(0, 3, 3, null, 0));

    private final StartOffsets found = new StartOffsets(FULL, Map.of(FIRST, 17L, SECOND, -1L));

    private static StartDecision decided(StartPosition position, Map<Partition, Long> ends) {
        return new StartDecision(position, null, Instant.EPOCH, ends);
    }

    @Test
    void earliest_beginsWithTheFirstRecords() {
        assertThat(found.places(FULL, decided(new Earliest(), Map.of()))).isEqualTo(Map.of(FIRST, 10L, SECOND, 0L));
    }

    @Test
    void time_beginsWithTheFirstRecordOfThen_orBehindAll() {
        assertThat(found.places(FULL, decided(new From(Instant.EPOCH), Map.of())))
                .isEqualTo(Map.of(FIRST, 17L, SECOND, 3L));
    }

    @Test
    void latest_beginsWhereEachEndedThen_andSaysNothingOfTheOthers() {
        assertThat(found.places(FULL, decided(new Latest(), Map.of(new Partition("requests", 0), 25L))))
                .isEqualTo(Map.of(FIRST, 25L));
        assertThat(found.places(FULL, decided(new Latest(), Map.of(new Partition("requests", 1), 0L))))
                .isEqualTo(Map.of(SECOND, 0L));
    }

    @Test
    void whatNobodyCanReadYet_isLeftOutToo() {
        StartOffsets nothingSince = new StartOffsets(FULL, Map.of(FIRST, -1L, SECOND, -1L));

        assertThat(found.places(FULL, decided(new Latest(), Map.of(new Partition("requests", 0), 40L))))
                .isEqualTo(Map.of(FIRST, 40L));
        assertThat(nothingSince.places(FULL, decided(new From(Instant.EPOCH), Map.of())))
                .isEqualTo(Map.of(FIRST, 40L, SECOND, 3L));
    }

    @Test
    void endThatTheLogDoesNotHave_isBroughtIntoIt() {
        assertThat(found.places(
                        FULL,
                        decided(
                                new Latest(),
                                Map.of(new Partition("requests", 0), 5L, new Partition("requests", 1), 9L))))
                .isEqualTo(Map.of(FIRST, 10L, SECOND, 3L));
    }
}
