package io.mediadeleter.kafka.batch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchGuardTest {

    /** With those fields of Kafka's own that are looked at. */
    @SuppressWarnings("UnusedVariable")
    private record Fetch(
            TopicPartition partition, long nextFetchOffset, FetchResponseData.PartitionData partitionData) {

        static Fetch of(TopicPartition partition, long offset, byte[] batches) {
            return new Fetch(
                    partition,
                    offset,
                    new FetchResponseData.PartitionData()
                            .setRecords(MemoryRecords.readableRecords(ByteBuffer.wrap(batches))));
        }
    }

    /** To Kafka this is an error that passes, but the fetch stays the next one. */
    @Test
    void batchWithAnImpossibleSize_isToldWithItsPlace_andAsNoneThatPasses() throws ReflectiveOperationException {
        TopicPartition partition = new TopicPartition("requested", 3);
        try (KafkaConsumer<byte[], byte[]> consumer = unconnected("classic")) {
            FetchGuard.of(consumer);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 17);
            Queue<Object> fetched = queue(consumer);
            fetched.add(Fetch.of(partition, 17, new byte[100]));

            for (int poll = 1; poll <= 2; poll++) {
                assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                        .isInstanceOf(KafkaException.class)
                        .isNotInstanceOf(RetriableException.class)
                        .hasMessageStartingWith(
                                "What was fetched of requested-3 from offset 17 on is damaged: Record size 0");
            }
            fetched.clear(); // the client would look at more of it
        }
    }

    @SuppressWarnings("unchecked")
    private static Queue<Object> queue(KafkaConsumer<?, ?> consumer) throws ReflectiveOperationException {
        return (Queue<Object>) of(of(of(of(consumer, "delegate"), "fetcher"), "fetchBuffer"), "completedFetches");
    }

    /** A field of Kafka's, wherever it is declared. */
    private static Object of(Object owner, String name) throws ReflectiveOperationException {
        Class<?> declaring = owner.getClass();
        while (Stream.of(declaring.getDeclaredFields())
                .noneMatch(each -> each.getName().equals(name))) {
            declaring = declaring.getSuperclass();
        }
        Field field = declaring.getDeclaredField(name);
        field.setAccessible(true);
        return Objects.requireNonNull(field.get(owner));
    }

    private static KafkaConsumer<byte[], byte[]> unconnected(String protocol) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                "127.0.0.1:9",
                "group.id",
                "g",
                "group.protocol",
                protocol,
                "enable.auto.commit", // it would wait for that when it is closed
                "false");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What it rests on is private to the client: a new version of that has to be looked at when this fails. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void consumerOfEachProtocol_takesItsFetchesFromTheQueue(String protocol) {
        try (KafkaConsumer<byte[], byte[]> consumer = unconnected(protocol)) {
            assertThatCode(() -> KafkaInternals.queueFetches(consumer, new ConcurrentLinkedQueue<>()))
                    .doesNotThrowAnyException();
        }
    }
}
