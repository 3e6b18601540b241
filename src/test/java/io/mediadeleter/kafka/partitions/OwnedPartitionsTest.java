package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which leader epoch goes with what is settled: with one that is too low, all that came later would look cut off. */
class OwnedPartitionsTest {

    private static final Partition ONE = new Partition("requested", 1);
    private static final String LIFE = "sUe6VTtdSVWZlbLB1Jd-Yw";

    private final OwnedPartitions owned = new OwnedPartitions();

    @Test
    void epoch_countsAsFarAsWasRead() {
        owned.reached(ONE, 100, 3);

        assertThat(owned.leaderEpoch(ONE, 100)).hasValue(3);
        assertThat(owned.leaderEpoch(ONE, 101)).isEmpty();
        assertThat(owned.isAsItCame(ONE)).isFalse();
    }

    @Test
    void epochOfAFormerOwner_whoHadSettledMore_stays() {
        owned.wasReached(ONE, 3_401, 4);
        assertThat(owned.isAsItCame(ONE)).isTrue();

        owned.reached(ONE, 550, 3);

        assertThat(owned.leaderEpoch(ONE, 60)).hasValue(4);
        assertThat(owned.leaderEpoch(ONE, 3_401)).hasValue(4);
        assertThat(owned.isAsItCame(ONE)).isFalse();
        owned.forget(Set.of(ONE));
        assertThat(owned.leaderEpoch(ONE, 60)).isEmpty();
    }

    @Test
    void committedEpoch_isThatOfTheLastThatIsSettled_andAsksNoLeaderThatDoesNotKnowIt() {
        owned.reached(ONE, 100, 3);
        Map<TopicPartition, OffsetAndMetadata> committed =
                KafkaConversions.offsets(Map.of(ONE, new CommitPoint(50, "", LIFE)), FirstTopicIds.NONE, owned, 1);

        assertThat(epochs(committed, Optional.of(3))).isEqualTo(Map.of(ONE, 3));
        assertThat(epochs(committed, Optional.of(4))).isEqualTo(Map.of(ONE, 3));
        assertThat(epochs(committed, Optional.of(2))).isEmpty();
        assertThat(epochs(committed, Optional.empty())).isEmpty();
    }

    /** Where it lies, something was settled that an earlier leader wrote. */
    @Test
    void recordOfALaterLeaderBeforeWhatIsSettled_provesACut() {
        NavigableMap<Long, Integer> read = new TreeMap<>(Map.of(12L, 4, 14L, 6, 3_401L, 7));
        assertThat(owned.cut(ONE, read)).as("nothing is known").isEmpty();

        owned.wasReached(ONE, 3_401, 4);

        assertThat(owned.cut(ONE, read)).contains(new OwnedPartitions.Cut(3_401, 14, 4));
        assertThat(owned.cut(ONE, new TreeMap<>(Map.of(12L, 3, 14L, 4, 3_401L, 7))))
                .isEmpty();
    }

    /** Which of two went through, where the first has no answer. */
    @Test
    void commitsOfTheSamePoint_areToldApart() {
        Map<Partition, CommitPoint> points = Map.of(ONE, new CommitPoint(50, "", LIFE));
        Map<TopicPartition, OffsetAndMetadata> first =
                KafkaConversions.offsets(points, FirstTopicIds.NONE, owned, 1_795_702_799L);
        Map<TopicPartition, OffsetAndMetadata> second =
                KafkaConversions.offsets(points, FirstTopicIds.NONE, owned, 1_795_702_800L);

        assertThat(first).isNotEqualTo(second);
        assertThat(KafkaConversions.points(first)).isEqualTo(points);
        assertThat(KafkaConversions.points(second)).isEqualTo(points);
        assertThat(epochs(first, Optional.of(9))).isEmpty();
    }

    private static Map<Partition, Integer> epochs(
            Map<TopicPartition, OffsetAndMetadata> committed, Optional<Integer> leaderEpoch) {
        return KafkaConversions.leaderEpochs(
                committed, Map.of(KafkaConversions.toTopicPartition(ONE), new LogEnd(200, leaderEpoch)));
    }
}
