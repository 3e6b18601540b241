package io.mediadeleter.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When a reader of its own thread first had each media's result. Thread-safe. */
final class ResultTimes implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final AtomicLongArray micros;
    private final Thread reader;
    private volatile boolean closing;

    /**
     * Reads from the beginning.
     *
     * @param isolation of Kafka's consumer: whether it sees what no transaction has committed yet
     * @param most the media's numbers are below
     */
    ResultTimes(Lab lab, String topic, String isolation, int most) {
        micros = new AtomicLongArray(most);
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                lab.kafka().bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation);
        reader = new Thread(() -> read(config, topic), isolation);
        reader.start();
    }

    /** Microseconds on the wall clock; 0 while it is not there. */
    long at(int number) {
        return micros.get(number);
    }

    /** Whether the results of all media below this number are there. */
    boolean isCompleteTo(int number) {
        return IntStream.range(0, number).noneMatch(media -> micros.get(media) == 0);
    }

    private void read(Map<String, Object> config, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closing) {
                var polled = consumer.poll(PATIENCE);
                long now = Timeline.micros();
                polled.forEach(record -> micros.compareAndSet(Lab.number(record.key()), 0, now));
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            reader.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
