package io.mediadeleter.kafka.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithKafka
record FetchGuardIT(KafkaFixture kafka) {

    /** The log loses what the consumer has in its memory: who still gets that was not made to forget it. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void fetchThatTheConsumerHasBegunWith_isForgotten_too(String protocol) throws ReflectiveOperationException {
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
            Object begun = begun(consumer, protocol);
            assertThat(of(begun, "records")).isNotNull();

            guard.drop(List.of(partition));

            assertThat(of(begun, "records"))
                    .as("its stream, which of zstd has memory that nothing else gives back")
                    .isNull();

            List<Long> read = new ArrayList<>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(one -> read.add(one.offset()));
                return !read.isEmpty();
            });
            assertThat(read).startsWith(5L);
        }
    }

    private static Object begun(KafkaConsumer<?, ?> consumer, String protocol) throws ReflectiveOperationException {
        Object delegate = Objects.requireNonNull(of(consumer, "delegate"));
        Object holder = protocol.equals("classic") ? Objects.requireNonNull(of(delegate, "fetcher")) : delegate;
        return Objects.requireNonNull(of(Objects.requireNonNull(of(holder, "fetchBuffer")), "nextInLineFetch"));
    }

    /** A field of Kafka's, wherever it is declared. */
    private static @Nullable Object of(Object owner, String name) throws ReflectiveOperationException {
        Class<?> declaring = owner.getClass();
        while (Stream.of(declaring.getDeclaredFields())
                .noneMatch(each -> each.getName().equals(name))) {
            declaring = declaring.getSuperclass();
        }
        Field field = declaring.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
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
