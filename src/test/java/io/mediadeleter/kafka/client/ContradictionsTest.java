package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContradictionsTest {

    private static KafkaSettings settings(Map<String, String> client) {
        return new KafkaSettings("127.0.0.1:1", "g", "i", client, Map.of(), Map.of());
    }

    /** A client is made without a connection. */
    private static void makeAll(KafkaSettings settings) {
        AdminSession.open(settings).close();
        Admin.create(ClientConfigs.admin(settings)).close(Duration.ZERO);
        Stream.of(
                        ClientConfigs.consumer(settings),
                        ClientConfigs.scanConsumer(settings),
                        LogClientConfigs.controlConsumer(settings))
                .forEach(config -> new KafkaConsumer<>(config).close(CloseOptions.timeout(Duration.ZERO)));
        Stream.of(
                        ClientConfigs.producer(settings),
                        ClientConfigs.transactionalProducer(settings),
                        LogClientConfigs.holdProducer(settings),
                        LogClientConfigs.quotaProducer(settings))
                .forEach(config -> new KafkaProducer<>(config).close(Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN, default.api.timeout.ms, 5000, request.timeout.ms, 10000",
        "PRODUCER, delivery.timeout.ms, 5000, request.timeout.ms, 10000",
        "PRODUCER, delivery.timeout.ms, 5000, linger.ms, 5000",
        "CONSUMER, heartbeat.interval.ms, 3000, session.timeout.ms, 3000",
        "CONSUMER, session.timeout.ms, 30000, group.protocol, consumer",
        "CONSUMER, partition.assignment.strategy, org.apache.kafka.clients.consumer.RangeAssignor, group.protocol, consumer",
        "CONSUMER, group.remote.assignor, range, group.protocol, classic",
        "PRODUCER, buffer.memory.allocation.strategy, incremental, compression.type, lz4",
        "PRODUCER, partitioner.rack.aware, true, enable.idempotence, true",
    })
    void whatAClientRefuses_isFoundBefore(
            Contradictions.Client client, String first, String value, String second, String other) {
        KafkaSettings settings = settings(Map.of(first, value, second, other));

        assertThatThrownBy(() -> makeAll(settings)).isInstanceOf(RuntimeException.class);
        assertThat(Contradictions.of(settings)).singleElement().satisfies(found -> {
            assertThat(found.client()).isEqualTo(client);
            assertThat(found.values()).containsEntry(first, value);
            assertThat(found.rule()).contains(first);
        });
    }

    /** A producer is made of these, and can send nothing. */
    @ParameterizedTest
    @CsvSource({"batch.size, 20000000", "buffer.memory, 10000", "buffer.memory, 100000"})
    void batchThatDoesNotFitIntoTheBuffer_isFound(String name, String value) {
        assertThat(Contradictions.of(settings(Map.of(name, value))))
                .singleElement()
                .satisfies(found -> assertThat(found.rule()).endsWith("must not be more than buffer.memory"));
        assertThat(Contradictions.of(settings(Map.of(name, value, "buffer.memory.allocation.strategy", "incremental"))))
                .isEmpty();
    }

    /** The rules are Kafka's own: nothing is refused that its clients take, and nothing left to them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void randomTimes_areRefusedWhereAClientRefusesThem(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> names = List.of(
                "default.api.timeout.ms",
                "request.timeout.ms",
                "delivery.timeout.ms",
                "linger.ms",
                "heartbeat.interval.ms",
                "session.timeout.ms");
        for (int i = 0; i < 4; i++) {
            Map<String, String> client = new HashMap<>();
            names.forEach(name -> {
                if (random.nextInt(3) > 0) {
                    client.put(name, String.valueOf(random.nextInt(1, 4) * 1_000));
                }
            });
            KafkaSettings settings = settings(client);
            if (Contradictions.of(settings).isEmpty()) {
                makeAll(settings);
            } else {
                assertThatThrownBy(() -> makeAll(settings)).as("%s", client).isInstanceOf(RuntimeException.class);
            }
        }
    }
}
