package io.mediadeleter.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Origin;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes requests, each for a media of its own, at an even pace, and knows where each of them came to lie. One in a
 * hundred is malformed. Thread-safe.
 */
final class Traffic implements AutoCloseable {

    /** A request that is on the topic. */
    record Request(String fileId, boolean isValid) {}

    private static final long FIRST_FILE_ID = 5_285_000_000_000_000_000L;
    private static final int ONE_MALFORMED_IN = 100;
    private static final Duration TICK = Duration.ofMillis(50);

    private final Map<Origin, Request> published = new ConcurrentHashMap<>();
    private final Map<Integer, Exception> failures = new ConcurrentHashMap<>();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private int next;

    Traffic(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1), // a new topic can refuse an idempotent producer's first batch and take its second
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Publishes at once, and waits until the brokers have all of it. */
    void publish(int count) {
        send(count);
        producer.flush();
    }

    /** Starts to publish evenly over this time; ends when the brokers have all of it. */
    Future<?> publish(int count, Duration over) {
        long ticks = Math.max(1, over.dividedBy(TICK));
        long sent = 0;
        for (long tick = 1; tick <= ticks; tick++) {
            long due = count * tick / ticks;
            int part = (int) (due - sent);
            sent = due;
            Future<?> unused = pace.schedule(() -> send(part), tick * TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
        return pace.schedule(producer::flush, (ticks + 1) * TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Publishes nothing more, and waits until the brokers have what was published. */
    void stop() {
        pace.shutdownNow();
        producer.flush();
    }

    /** What the brokers have acknowledged. */
    Map<Origin, Request> published() {
        if (!failures.isEmpty()) {
            throw new AssertionError("not published: " + failures);
        }
        return Map.copyOf(published);
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            send();
        }
    }

    private synchronized void send() {
        int number = next++;
        String fileId = Long.toString(FIRST_FILE_ID + number);
        boolean isValid = number % ONE_MALFORMED_IN != ONE_MALFORMED_IN - 1;
        String id = isValid ? "\"" + fileId + "\"" : fileId;
        String value = "{\"eventId\":\"e-" + number + "\",\"fileId\":" + id + "}";
        Future<?> unused = producer.send(
                new ProducerRecord<>(topic, fileId.getBytes(UTF_8), value.getBytes(UTF_8)), (metadata, failure) -> {
                    if (failure == null) {
                        published.put(
                                new Origin(topic, metadata.partition(), metadata.offset()),
                                new Request(fileId, isValid));
                    } else {
                        failures.put(number, failure);
                    }
                });
    }

    @Override
    public void close() {
        pace.shutdownNow();
        producer.close(Duration.ofSeconds(5));
    }
}
