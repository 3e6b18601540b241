package io.mediadeleter.bench;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic as a reader of committed transactions follows it from its beginning. Confined to one thread. */
final class Outcomes implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final BitSet media = new BitSet();
    private long records;

    Outcomes(Lab lab, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        lab.kafka().bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Takes what has come; each media's first record with the {@link System#nanoTime} at which it was there. */
    int poll(ObjLongConsumer<ConsumerRecord<byte[], byte[]>> taker) {
        var polled = consumer.poll(PATIENCE);
        long now = System.nanoTime();
        polled.forEach(record -> {
            records++;
            int number = Lab.number(record.key());
            if (!media.get(number)) {
                media.set(number);
                taker.accept(record, now);
            }
        });
        return polled.count();
    }

    /** Reads until so many records have come, or some more. */
    void awaitAtLeast(long expected) {
        Lab.waitFor(expected + " records", () -> {
            poll((record, nanos) -> {});
            return records >= expected;
        });
    }

    /** Reads until so many records have come; more are a fault. */
    void await(long expected) {
        awaitAtLeast(expected);
        if (poll((record, nanos) -> {}) > 0) {
            throw new IllegalStateException("more than " + expected + " records: " + records);
        }
    }

    /** Reads what comes for so long. */
    void follow(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            poll((record, nanos) -> {});
        }
    }

    long records() {
        return records;
    }

    /** How many different media the records are about. */
    int media() {
        return media.cardinality();
    }

    /** How many media with this number or a higher one the records are about. */
    int mediaFrom(int number) {
        return media.get(number, Math.max(number, media.length())).cardinality();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
