package io.mediadeleter.kafka.batch;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchGuardTest {

    /** What it rests on is private to the client: a new version of that has to be looked at when this fails. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void consumerOfEachProtocol_takesItsFetchesFromTheQueue(String protocol) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", "127.0.0.1:9", "group.id", "g", "group.protocol", protocol);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            assertThatCode(() -> KafkaInternals.queueFetches(consumer, new ConcurrentLinkedQueue<>()))
                    .doesNotThrowAnyException();
        }
    }
}
