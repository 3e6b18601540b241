package io.mediadeleter.kafka;

import io.mediadeleter.event.Partition;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What the consumer measures of itself, which costs its thread nothing. Safe for any thread, since Kafka's metrics are,
 * though the consumer is not.
 */
public final class ConsumerMetrics {

    /** Kafka's name for what lies ahead of the position, up to the last committed transaction. */
    private static final String LAG = "records-lag";

    private final Consumer<byte[], byte[]> consumer;

    ConsumerMetrics(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** How many records lie ahead of what was read, for partitions that were read from. */
    public Map<Partition, Long> unread() {
        Map<Partition, Long> unread = new HashMap<>();
        consumer.metrics().forEach((name, metric) -> {
            String topic = name.tags().get("topic");
            String number = name.tags().get("partition");
            if (topic != null
                    && number != null
                    && name.name().equals(LAG)
                    && metric.metricValue() instanceof Double lag
                    && !lag.isNaN()) {
                unread.put(new Partition(topic, Integer.parseInt(number)), lag.longValue());
            }
        });
        return unread;
    }

    /** All of it for a registry; to be closed when it is no longer looked at. */
    public KafkaClientMetrics binder() {
        return new KafkaClientMetrics(consumer);
    }
}
