package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.topics.TopicNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicIdBookTest {

    private static final TopicNames TOPICS = new TopicNames(
            "requests", "requests.bulk", "results", "letters", "replay", "quota", "control", List.of(), List.of());

    private final StoppedTime time = new StoppedTime();
    private final TopicIdBook book = new TopicIdBook(time);

    @BeforeEach
    void knowsTwo() {
        book.know("requests", "id-1", TOPICS);
        book.know("requests.bulk", "id-2", TOPICS);
    }

    @Test
    void topicWithTheIdThatIsKnown_isUnchanged() {
        assertThat(book.unchanged(Set.of("requests"), Map.of("requests", "id-1", "requests.bulk", "id-2")))
                .containsExactly("requests");
    }

    @Test
    void topicWithAnotherIdOrNone_orThatIsNotKnown_isNot() {
        assertThat(book.unchanged(
                        Set.of("requests", "requests.bulk", "new"), Map.of("requests", "id-9", "new", "id-3")))
                .isEmpty();
    }

    @Test
    void topicThatIsGone_isAnotherOnce_andOnceMoreWhenItIsBack() {
        assertThat(found(TopicIds.GONE)).isEmpty();
        time.pass(TopicIdBook.DOUBT);
        assertThat(found(TopicIds.GONE)).containsExactly("requests");
        assertThat(book.gone()).containsExactly("requests");
        assertThat(found(TopicIds.GONE)).isEmpty();

        assertThat(found("id-1")).containsExactly("requests");
        assertThat(book.gone()).isEmpty();
        assertThat(book.changes()).as("topics made anew").isZero();
        assertThat(found("id-1")).isEmpty();
    }

    /** As one broker may say just after its start; what is settled meanwhile keeps its offset. */
    @Test
    void topicThatIsNotFoundForAMoment_isTheSame() {
        assertThat(found(TopicIds.GONE)).isEmpty();
        assertThat(found("id-1")).isEmpty();
        time.pass(TopicIdBook.DOUBT);
        assertThat(found(TopicIds.GONE)).isEmpty();
        assertThat(book.gone()).isEmpty();
    }

    private Set<String> found(String id) {
        return book.compare(Set.of("requests"), Map.of("requests", id), TOPICS).anew();
    }
}
