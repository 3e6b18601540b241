package io.mediadeleter.kafka.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithKafka
record FetchGuardIT(KafkaFixture kafka) {

    /** The log loses what the consumer has in its memory: who still gets that was not made to forget it. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void fetchThatTheConsumerHasBegunWith_isForgotten_too(String protocol) {
        String topic = kafka.unique("fetched");
        TopicPartition partition = new TopicPartition(topic, 0);
        kafka.createTopics(1, topic);
        kafka.produce(IntStream.range(0, 10)
                .mapToObj(i -> new ProducerRecord<>(topic, 0, new byte[1], new byte[1]))
                .toList());
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(protocol)) {
            FetchGuard guard = FetchGuard.of(consumer);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            await().until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
            kafka.deleteRecords(partition, 5);

            guard.drop(List.of(partition));

            List<Long> read = new ArrayList<>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(one -> read.add(one.offset()));
                return !read.isEmpty();
            });
            assertThat(read).startsWith(5L);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String protocol) {
        return kafka.consumer(Map.of(
                "group.id",
                kafka.unique("group"),
                "group.protocol",
                protocol,
                "max.poll.records",
                1,
                "auto.offset.reset",
                "earliest"));
    }
}
