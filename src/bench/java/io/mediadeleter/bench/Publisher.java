package io.mediadeleter.bench;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes requests at an even pace, each for a media of its own, and remembers when. Any thread may use it. */
final class Publisher implements AutoCloseable {

    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLongArray publishedNanos;
    private int next;

    /**
     * Begins at once.
     *
     * @param total the most requests that it publishes
     */
    Publisher(Lab lab, String topic, int perSecond, int total) {
        publishedNanos = new AtomicLongArray(total);
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, lab.kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        Future<?> unused = pace.scheduleAtFixedRate(
                () -> publish(topic), 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
    }

    /** When the media's request was published, by {@link System#nanoTime}. */
    long publishedNanos(int number) {
        return publishedNanos.get(number);
    }

    private void publish(String topic) {
        if (next < publishedNanos.length()) {
            publishedNanos.set(next, System.nanoTime());
            Future<?> unused = producer.send(Lab.request(topic, next));
            next++;
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
        producer.close();
    }
}
