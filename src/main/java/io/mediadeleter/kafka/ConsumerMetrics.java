package io.mediadeleter.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What the consumer measures of itself, which costs its thread nothing. Safe for any thread, since Kafka's metrics are,
 * though the consumer is not.
 */
public final class ConsumerMetrics {

    private final Consumer<?, ?> consumer;

    ConsumerMetrics(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** All of it for a registry; to be closed when it is no longer looked at. */
    public KafkaClientMetrics binder() {
        return new KafkaClientMetrics(consumer);
    }
}
