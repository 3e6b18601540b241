package io.mediadeleter.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Origin;
import io.mediadeleter.rule.RetryDelay;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {

    private static final TopicNames TOPICS = new TopicNames(
            "in",
            "in.bulk",
            "done",
            "dead",
            "in.replay",
            "quota",
            "media-deleter.control",
            List.of(new RetryDelay("5s", Duration.ofSeconds(5))),
            List.of());

    @ParameterizedTest
    @CsvSource({
        "in, in, LIVE",
        "in.grace, in, LIVE",
        "in.retry.5s, in, RETRY",
        "in.replay, in, REPLAY",
        "in.bulk, in.bulk, BULK",
        "in.bulk.grace, in.bulk, BULK",
        "in.retry.5s, in.bulk, BULK",
        "in.replay, in.bulk, BULK",
        "in.retry.5s, in.bulk.grace, BULK",
        "in.retry.5s, in.retry.5s, RETRY",
        "in.retry.5s, other, RETRY"
    })
    void whatWasWrittenInBulk_staysBulkWhereverItIsRead(String read, String origin, Lane lane) {
        assertThat(TOPICS.laneOf(read, new Origin(origin, 0, 0))).isEqualTo(lane);
    }

    @Test
    void everyTopicThatIsRead_mayBeAnOrigin() {
        assertThat(TOPICS.consumed())
                .containsExactly("in", "in.bulk", "in.grace", "in.bulk.grace", "in.retry.5s", "in.replay")
                .allMatch(TOPICS::mayBeOrigin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead", "done", "quota", "in.bulk.retry.5s", "in.grace.grace", "in.bulky", "other"})
    void anyOtherTopic_isNoOrigin(String topic) {
        assertThat(TOPICS.mayBeOrigin(topic)).isFalse();
    }
}
