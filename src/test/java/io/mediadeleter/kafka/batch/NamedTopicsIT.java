package io.mediadeleter.kafka.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it rests on is private to the client: a new version of that has to be looked at when this fails. */
@WithKafka
record NamedTopicsIT(KafkaFixture kafka) {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void recordsOfATopicThatWasMadeAnew_areNamedByItsOwnId(String protocol) throws Exception {
        String topic = kafka.unique("named");
        kafka.createTopics(1, topic);
        try (KafkaConsumer<String, String> consumer = consumer(protocol)) {
            NamedTopics named = NamedTopics.of(consumer);
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            kafka.produce(topic, "k", "first");

            assertThat(next(consumer)).isEqualTo("first");
            assertThat(named.ids()).isEqualTo(Map.of(topic, idOf(topic)));

            kafka.admin().deleteTopics(List.of(topic)).all().get();
            await().until(() -> !exists(topic));
            kafka.createTopics(1, topic);
            kafka.produce(topic, "k", "skipped"); // the consumer reads on at the old topic's offset
            kafka.produce(topic, "k", "second");

            assertThat(next(consumer)).isEqualTo("second");
            assertThat(named.ids()).isEqualTo(Map.of(topic, idOf(topic)));
        }
    }

    private KafkaConsumer<String, String> consumer(String protocol) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        kafka.unique("group"),
                        "group.protocol",
                        protocol),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static String next(KafkaConsumer<String, String> consumer) {
        return await().until(() -> consumer.poll(Duration.ofMillis(100)), records -> !records.isEmpty())
                .iterator()
                .next()
                .value();
    }

    private boolean exists(String topic) throws Exception {
        return kafka.admin().listTopics().names().get().contains(topic);
    }

    private String idOf(String topic) throws Exception {
        return Objects.requireNonNull(kafka.admin()
                        .describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic))
                .topicId()
                .toString();
    }
}
