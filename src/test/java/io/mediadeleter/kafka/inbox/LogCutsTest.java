package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** What counts of a partition whose log was cut, until it is handed on. */
class LogCutsTest {

    private static final Partition CUT = new Partition("requested", 0);
    private static final Partition OTHER = new Partition("requested", 1);

    private final LogCuts cuts = new LogCuts();

    @Test
    void whatLiesBeforeTheCut_isToBeCommitted_withItsOwnLeaderEpoch() {
        cuts.found(CUT, new OffsetAndMetadata(10, Optional.of(3), ""), false);
        Map<Partition, CommitPoint> valid =
                cuts.valid(Map.of(CUT, new CommitPoint(20, ""), OTHER, new CommitPoint(30, "")));

        assertThat(valid).isEqualTo(Map.of(CUT, new CommitPoint(10, ""), OTHER, new CommitPoint(30, "")));
        assertThat(cuts.places(valid, Map.of(OTHER, 7L))).isEqualTo(Map.of(CUT, 10L, OTHER, 7L));
        assertThat(cuts.leaderEpochs(Map.of(CUT, 5, OTHER, 6))).isEqualTo(Map.of(CUT, 3, OTHER, 6));
    }

    /** The committed epoch would have the same answer again. */
    @Test
    void cutWithoutAnEpoch_isNotAskedAboutAgain() {
        cuts.found(CUT, new OffsetAndMetadata(10), false);

        assertThat(cuts.leaderEpochs(Map.of(CUT, 5, OTHER, 6))).isEqualTo(Map.of(OTHER, 6));
    }

    @Test
    void sameCut_isNoNews_butAnEarlierOneIs() {
        assertThat(cuts.has(CUT, 10)).isFalse();
        cuts.found(CUT, new OffsetAndMetadata(10), false);

        assertThat(cuts.has(CUT, 10)).isTrue();
        assertThat(cuts.has(CUT, 9)).isFalse();
        assertThat(cuts.has(OTHER, 10)).isFalse();
        cuts.forget(Set.of(CUT));
        assertThat(cuts.has(CUT, 10)).isFalse();
    }

    @Test
    void whatIsNew_isAFormerOwnersOnlyWhereItMayHaveReadItToo() {
        cuts.found(CUT, new OffsetAndMetadata(10), false);
        cuts.found(OTHER, new OffsetAndMetadata(10), true);

        assertThat(cuts.inherited(Map.of(CUT, 50L, OTHER, 50L))).isEqualTo(Map.of(CUT, 10L, OTHER, 50L));
    }
}
