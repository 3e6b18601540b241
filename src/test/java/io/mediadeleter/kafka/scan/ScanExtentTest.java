package io.mediadeleter.kafka.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanExtentTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Instant ASKED = NOON.plusSeconds(300);

    @Test
    void whatOnePartitionHasRemoved_isToldBesideOneThatHasAll() {
        ScanExtent extent = extent(whole(NOON.minusSeconds(900)), cut(NOON), cut(NOON.minusSeconds(60)));

        assertThat(extent.oldestAfter(NOON.minusSeconds(600), ASKED)).contains(NOON);
    }

    @Test
    void whatWasRemovedBeforeTheTimeThatIsAskedFor_isNotMissed() {
        ScanExtent extent = extent(whole(NOON), cut(NOON.minusSeconds(900)), unused());

        assertThat(extent.oldestAfter(NOON.minusSeconds(600), ASKED)).isEmpty();
        assertThat(extent.oldestAfter(null, ASKED)).isEmpty();
    }

    /** Nothing is left by which somebody could tell of when it was. */
    @Test
    void partitionThatHasRemovedAll_hasNothingFromBefore() {
        ScanExtent extent = extent(whole(NOON), cut(NOON), emptied());

        assertThat(extent.oldestAfter(NOON.minusSeconds(600), ASKED)).contains(ASKED);
        assertThat(extent(emptied()).oldestAfter(null, ASKED)).isEmpty();
    }

    private static PartitionExtent unused() {
        return new PartitionExtent(new Partition("deleted", 3), 0, null, 0, 0, 0);
    }

    private static PartitionExtent whole(Instant earliest) {
        return new PartitionExtent(new Partition("deleted", 0), 0, earliest, 0, 9, 0);
    }

    private static PartitionExtent cut(Instant earliest) {
        return new PartitionExtent(new Partition("deleted", 1), 4, earliest, 4, 9, 0);
    }

    private static PartitionExtent emptied() {
        return new PartitionExtent(new Partition("deleted", 2), 9, null, 9, 9, 0);
    }

    private static ScanExtent extent(PartitionExtent... partitions) {
        return new ScanExtent(List.of(partitions));
    }
}
