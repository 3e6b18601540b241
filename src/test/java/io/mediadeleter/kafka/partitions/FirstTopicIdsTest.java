package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstTopicIdsTest {

    /** What Kafka keeps of a commit, less the largest set of what is settled and what else is there. */
    private static final int ROOM = 4_096 - 2_742 - 50;

    @Test
    void topicsOfEarlierSettings_leaveRoomForWhatIsSettled() {
        FirstTopicIds all = FirstTopicIds.NONE;
        for (String topic : topics(0, 100)) {
            all = all.with(topic, "x".repeat(22));
        }

        FirstTopicIds kept = all.within(topics(50, 60));

        assertThat(kept.text()).hasSizeLessThan(ROOM);
        assertThat(topics(50, 60)).allMatch(topic -> kept.of(topic).isPresent());
        assertThat(kept.byName()).hasSize(FirstTopicIds.MOST);
        assertThat(FirstTopicIds.read(kept.text())).isEqualTo(kept);
    }

    @Test
    void fewOfThem_areAllKept() {
        FirstTopicIds some = FirstTopicIds.NONE.with("old", "x".repeat(22)).with("new", "y".repeat(22));

        assertThat(some.within(List.of("new", "newer"))).isEqualTo(some);
    }

    private static List<String> topics(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "topic-" + i).toList();
    }
}
