package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.topics.TopicNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownTopicIdsTest {

    private static final TopicNames TOPICS = new TopicNames(
            "requests", "requests.bulk", "results", "letters", "replay", "quota", "control", List.of(), List.of());

    private final StoppedTime time = new StoppedTime();
    private final KnownTopicIds known = new KnownTopicIds(time);

    @BeforeEach
    void knowsTwo() {
        known.know("requests", "id-1", TOPICS);
        known.know("requests.bulk", "id-2", TOPICS);
    }

    @Test
    void topicWithTheIdThatIsKnown_isUnchanged() {
        assertThat(known.unchanged(Set.of("requests"), Map.of("requests", "id-1", "requests.bulk", "id-2")))
                .containsExactly("requests");
    }

    @Test
    void changedOrUnknownId_isNotUnchanged() {
        assertThat(known.unchanged(
                        Set.of("requests", "requests.bulk", "new"), Map.of("requests", "id-9", "new", "id-3")))
                .isEmpty();
    }

    @Test
    void topicThatIsGone_isAnotherOnce_andOnceMoreWhenItIsBack() {
        assertThat(found(TopicIds.GONE)).isEmpty();
        time.pass(KnownTopicIds.DOUBT);
        assertThat(found(TopicIds.GONE)).containsExactly("requests");
        assertThat(known.gone()).containsExactly("requests");
        assertThat(found(TopicIds.GONE)).isEmpty();

        assertThat(found("id-1")).containsExactly("requests");
        assertThat(known.gone()).isEmpty();
        assertThat(known.changes()).as("topics recreated").isZero();
        assertThat(found("id-1")).isEmpty();
    }

    /** As one broker may say just after its start; what is settled meanwhile keeps its offset. */
    @Test
    void topicThatIsNotFoundForAMoment_isTheSame() {
        assertThat(found(TopicIds.GONE)).isEmpty();
        assertThat(found("id-1")).isEmpty();
        time.pass(KnownTopicIds.DOUBT);
        assertThat(found(TopicIds.GONE)).isEmpty();
        assertThat(known.gone()).isEmpty();
    }

    private Set<String> found(String id) {
        return known.compare(Set.of("requests"), Map.of("requests", id), TOPICS).changed();
    }
}
