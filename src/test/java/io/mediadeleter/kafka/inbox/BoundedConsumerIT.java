package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where memory runs out, in the midst of a poll. */
@WithKafka
record BoundedConsumerIT(KafkaFixture kafka) {

    private static final int RECORDS = 40;
    private static final AtomicBoolean FULL = new AtomicBoolean();

    /**
     * The consumer has gone past what it took, and never handed it on; and a record of another partition is to blame.
     *
     * @param isPausedThen whether the partition is not to be read any more when that is looked for
     */
    @ParameterizedTest
    @CsvSource({"classic, false", "classic, true", "consumer, false", "consumer, true"})
    void recordsThatAPollTookWhenMemoryEnded_areReadAgain(String protocol, boolean isPausedThen) {
        String topic = kafka.unique("tapped");
        TopicPartition ordinary = new TopicPartition(topic, 0);
        TopicPartition large = new TopicPartition(topic, 1);
        kafka.createTopics(2, topic);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        IntStream.range(0, RECORDS)
                .forEach(i -> records.add(new ProducerRecord<>(topic, 0, new byte[1], new byte[] {(byte) i})));
        ProducerRecord<byte[], byte[]> tooLarge = new ProducerRecord<>(topic, 1, new byte[1], new byte[1]);
        IntStream.range(0, 60_000).forEach(i -> tooLarge.headers().add("h", new byte[0]));
        records.add(tooLarge);
        kafka.produce(records);
        BoundedConsumer bounded = bounded(protocol);
        try {
            bounded.consumer().assign(List.of(ordinary, large));
            bounded.consumer().pause(List.of(ordinary, large));
            bounded.seek(ordinary, 0);
            bounded.seek(large, 0);
            List<FetchedRecords.Fetched> taken = new ArrayList<>();

            FULL.set(true);
            bounded.open(Set.of(ordinary));
            await().until(() -> {
                taken.addAll(bounded.take(Duration.ofMillis(100)).records());
                return !FULL.get();
            });
            if (isPausedThen) {
                bounded.open(Set.of(large));
                await().until(() -> {
                    taken.addAll(bounded.take(Duration.ofMillis(100)).records());
                    return taken.stream().anyMatch(one -> one.partition().equals(large));
                });
            }
            bounded.open(Set.of(ordinary, large));
            await().until(() -> {
                taken.addAll(bounded.take(Duration.ofMillis(100)).records());
                return taken.size() >= RECORDS + 1;
            });

            assertThat(taken.stream()
                            .filter(one -> one.partition().equals(ordinary))
                            .map(FetchedRecords.Fetched::offset))
                    .containsExactlyElementsOf(
                            IntStream.range(0, RECORDS).mapToObj(Long::valueOf).toList());
        } finally {
            bounded.abandon();
        }
    }

    private BoundedConsumer bounded(String protocol) {
        Map<String, Object> config = new HashMap<>(ClientConfigs.consumer(new KafkaSettings(
                kafka.bootstrapServers(),
                kafka.unique("group"),
                "instance",
                Map.of(),
                Map.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol),
                Map.of())));
        config.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, List.of(EndOfMemory.class.getName()));
        return new BoundedConsumer(config, "it is shown without its value");
    }

    /** Has memory run out once, after the consumer has taken records. */
    public static final class EndOfMemory implements ConsumerInterceptor<byte[], byte[]> {

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> read) {
            if (!read.isEmpty() && FULL.compareAndSet(true, false)) {
                throw new OutOfMemoryError("as if");
            }
            return read;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
