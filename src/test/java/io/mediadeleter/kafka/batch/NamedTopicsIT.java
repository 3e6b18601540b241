package io.mediadeleter.kafka.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it rests on is private to the client: a new version of that has to be looked at when this fails. */
@WithKafka
record NamedTopicsIT(KafkaFixture kafka) {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void recordsOfARecreatedTopic_areNamedByItsOwnId(String protocol) {
        String topic = kafka.unique("named");
        kafka.createTopics(1, topic);
        try (KafkaConsumer<byte[], byte[]> consumer =
                kafka.consumer(Map.of("group.id", kafka.unique("group"), "group.protocol", protocol))) {
            NamedTopics named = NamedTopics.of(consumer);
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            kafka.produce(topic, "k", "first");

            assertThat(next(consumer)).isEqualTo("first");
            assertThat(named.ids()).isEqualTo(Map.of(topic, idOf(topic)));

            kafka.deleteTopics(topic);
            kafka.createTopics(1, topic);
            kafka.produce(topic, "k", "skipped"); // the consumer reads on at the old topic's offset
            kafka.produce(topic, "k", "second");

            assertThat(next(consumer)).isEqualTo("second");
            assertThat(named.ids()).isEqualTo(Map.of(topic, idOf(topic)));
        }
    }

    private static String next(KafkaConsumer<byte[], byte[]> consumer) {
        var records = await().until(() -> consumer.poll(Duration.ofMillis(100)), polled -> !polled.isEmpty());
        return new String(records.iterator().next().value(), UTF_8);
    }

    private String idOf(String topic) {
        return kafka.describe(topic).topicId().toString();
    }
}
