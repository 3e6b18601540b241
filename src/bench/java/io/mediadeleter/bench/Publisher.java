package io.mediadeleter.bench;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes requests at an even pace, each for a media of its own, and remembers when. Thread-safe. */
final class Publisher implements AutoCloseable {

    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLongArray publishedNanos;
    private final AtomicLongArray publishedMicros;
    private final AtomicLongArray appendedMicros;
    private final AtomicReference<@Nullable Exception> unpublished = new AtomicReference<>();
    private int next;

    /**
     * Begins at once.
     *
     * @param total the most requests that it publishes
     */
    Publisher(Lab lab, String topic, int perSecond, int total) {
        publishedNanos = new AtomicLongArray(total);
        publishedMicros = new AtomicLongArray(total);
        appendedMicros = new AtomicLongArray(total);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        lab.kafka().bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        // On a new topic, the first of several batches in flight can be refused while the second is not
                        // (KAFKA-15591).
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        Future<?> unused = pace.scheduleAtFixedRate(
                () -> publish(topic), 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
    }

    /** When the media's request was published, by {@link System#nanoTime}. */
    long publishedNanos(int number) {
        return publishedNanos.get(number);
    }

    /** The same, on the wall clock. */
    long publishedMicros(int number) {
        return publishedMicros.get(number);
    }

    /** When the broker had acknowledged it, on the wall clock. */
    long appendedMicros(int number) {
        return appendedMicros.get(number);
    }

    private void publish(String topic) {
        int number = next;
        if (number < publishedNanos.length()) {
            publishedNanos.set(number, System.nanoTime());
            publishedMicros.set(number, Timeline.micros());
            Future<?> unused = producer.send(Lab.request(topic, number), (place, failed) -> {
                appendedMicros.set(number, Timeline.micros());
                if (failed != null) {
                    unpublished.compareAndSet(null, failed);
                }
            });
            next++;
        }
    }

    /** @throws IllegalStateException if not all was published: what is missing then was not lost by those who read it */
    void requirePublished() {
        if (unpublished.get() != null) {
            throw new IllegalStateException("not every request was published", unpublished.get());
        }
    }

    /** @throws IllegalStateException as {@link #requirePublished} does */
    @Override
    public void close() {
        pace.shutdownNow();
        producer.close();
        requirePublished();
    }
}
