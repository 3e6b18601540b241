package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.batch.BatchReader;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A record with more headers than are held, read past while the log changes. */
@WithKafka
class LargeBatchesIT {

    private final KafkaFixture kafka;
    private final TopicPartition partition;
    private final TopicPartition nowhere;
    private final Map<String, Object> config;

    @AutoClose
    private final KafkaConsumer<byte[], byte[]> consumer;

    @AutoClose
    private final LargeBatches large;

    LargeBatchesIT(KafkaFixture kafka) {
        this.kafka = kafka;
        partition = new TopicPartition(kafka.unique("large"), 0);
        nowhere = new TopicPartition(kafka.unique("nowhere"), 0);
        config = ClientConfigs.consumer(new KafkaSettings(
                kafka.bootstrapServers(), kafka.unique("group"), "instance", Map.of(), Map.of(), Map.of()));
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        large = new LargeBatches(consumer, config, "it is shown without its value");
        kafka.createTopics(1, partition.topic());
        kafka.produce(List.of(tooLarge(partition), small(partition)));
        consumer.assign(List.of(nowhere, partition));
        consumer.seek(nowhere, 0);
        consumer.seek(partition, 0);
    }

    private static ProducerRecord<byte[], byte[]> small(TopicPartition there) {
        return new ProducerRecord<>(there.topic(), there.partition(), new byte[1], new byte[1]);
    }

    private static ProducerRecord<byte[], byte[]> tooLarge(TopicPartition there) {
        ProducerRecord<byte[], byte[]> record = small(there);
        IntStream.range(0, 60_000).forEach(i -> record.headers().add("h", new byte[0]));
        return record;
    }

    /** To find none ends the instance, and the next one after it. */
    @Test
    void allThatTheConsumerMayHaveDecodedAtOnce_isLookedAtInAnyCase() {
        TopicPartition batches = new TopicPartition(kafka.unique("batches"), 0);
        kafka.createTopics(1, batches.topic());
        IntStream.range(0, 5).forEach(each -> kafka.produce(List.of(small(batches))));
        kafka.produce(List.of(tooLarge(batches)));
        Node leader = consumer.partitionsFor(batches.topic()).get(0).leader();
        try (BatchReader reader = new BatchReader(config, leader)) {
            assertThat(reader.endOfLarge(batches, 2, 0)).hasValue(6);
            assertThat(reader.endOfLarge(batches, 0, 0)).isEmpty();
            assertThat(reader.endOfLarge(batches, 0, Long.MAX_VALUE)).hasValue(6);
        }
    }

    @Test
    void partitionThatCannotBeLookedAt_hidesNoOther() {
        assertThat(large.find(List.of(nowhere, partition))).isTrue();
        assertThat(large.partitions()).containsExactly(partition);
    }

    /** It is committed with what is settled, so that a log is found cut before that. */
    @Test
    void batchThatIsRead_tellsTheLeaderThatWroteIt() {
        assertThat(large.find(List.of(partition))).isTrue();

        large.readOnly(Set.of(partition));
        FetchedRecords fetched = new FetchedRecords(10, 1 << 20);
        await("a record").until(() -> {
            large.read(fetched);
            return !fetched.isEmpty();
        });

        assertThat(fetched.leaderEpochs()).isEqualTo(Map.of(partition, Map.of(0L, 0)));
    }

    /** Only the consumer knows how to go on. */
    @Test
    void recordsThatAreDeletedMeanwhile_leaveThePartitionToTheConsumer() {
        assertThat(large.find(List.of(partition))).isTrue();
        kafka.deleteRecords(partition, 2);

        large.readOnly(Set.of(partition));
        FetchedRecords fetched = new FetchedRecords(10, 1 << 20);
        large.read(fetched);

        assertThat(fetched.isEmpty()).isTrue();
        assertThat(large.partitions()).isEmpty();
        consumer.resume(List.of(partition));
        await().untilAsserted(() -> assertThatThrownBy(() -> consumer.poll(Duration.ofMillis(100)))
                .isInstanceOf(OffsetOutOfRangeException.class));
    }
}
