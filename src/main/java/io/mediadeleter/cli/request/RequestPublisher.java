package io.mediadeleter.cli.request;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Puts requests on the request topic, as an upstream service would: idempotent, acknowledged by all replicas, and each
 * request's end is told. Confined to one thread; the receipts are called on the producer's, or in {@link #flush}.
 */
public final class RequestPublisher implements AutoCloseable {

    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

    /** The end of one request; one of the two is called, once. */
    public interface Receipt {

        /**
         * The request is at {@code origin} on all replicas.
         *
         * @param at its record's timestamp
         */
        void published(Origin origin, Instant at);

        /** No acknowledgement came; the request may be on the topic or not. */
        void failed(Exception reason);
    }

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final DeliveryLimit limit;

    /** Those whose end has not been told. */
    private final Set<OpenRequest> open = ConcurrentHashMap.newKeySet();

    /**
     * Connects on first use.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public RequestPublisher(KafkaSettings settings, String topic) {
        this.topic = topic;
        this.limit = DeliveryLimit.of(settings);
        Map<String, Object> config = ClientConfigs.producer(settings);
        // On a new topic, the first of several batches in flight can be refused while the second is not (KAFKA-15591).
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        producer = KafkaFailure.connecting(settings, () -> new KafkaProducer<>(config));
    }

    /** Hands over one request; waits when many are on their way. */
    public void publish(String key, byte[] value, Receipt receipt) {
        publish(key, value, List.of(), receipt);
    }

    /** The same with headers of its own. */
    public void publish(String key, byte[] value, List<Header> headers, Receipt receipt) {
        ProducerRecord<byte[], byte[]> request =
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach(header -> request.headers().add(header.name(), header.value()));
        OpenRequest one = new OpenRequest(receipt);
        open.add(one);
        var unused = producer.send(request, (metadata, failure) -> {
            if (!open.remove(one)) {
                return; // it was given up
            }
            if (failure == null) {
                receipt.published(
                        new Origin(topic, metadata.partition(), metadata.offset()),
                        Instant.ofEpochMilli(metadata.timestamp()));
            } else {
                receipt.failed(failure);
            }
        });
    }

    /** Waits until the end of every request has been told; what Kafka's client never tells the end of is told to have failed. */
    public void flush() {
        try {
            limit.flush(producer);
        } catch (TimeoutException late) {
            for (OpenRequest one : List.copyOf(open)) {
                if (open.remove(one)) {
                    one.receipt.failed(late);
                }
            }
        }
    }

    @Override
    public void close() {
        producer.close(GIVE_UP_AFTER);
    }

    /** By identity: several may have one receipt. */
    private static final class OpenRequest {

        private final Receipt receipt;

        OpenRequest(Receipt receipt) {
            this.receipt = receipt;
        }
    }
}
