package io.mediadeleter.kafka.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the consumer measures of itself, which costs its thread nothing; of the next one, when another takes its place.
 * Thread-safe, since Kafka's metrics are, though the consumer is not.
 */
public final class ConsumerMetrics implements MeterBinder, AutoCloseable {

    private Consumer<?, ?> consumer;
    private @Nullable MeterRegistry registry;
    private @Nullable KafkaClientMetrics shown;

    ConsumerMetrics(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** From now on shows all of it in one registry, until it is closed. */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        this.registry = registry;
        show(registry);
    }

    /** From now on of this one. */
    synchronized void follow(Consumer<?, ?> next) {
        consumer = next;
        if (registry != null) {
            show(registry);
        }
    }

    @Override
    public synchronized void close() {
        registry = null;
        hide();
    }

    private void show(MeterRegistry where) {
        hide();
        KafkaClientMetrics current = new KafkaClientMetrics(consumer);
        current.bindTo(where);
        shown = current;
    }

    private void hide() {
        if (shown != null) {
            shown.close();
            shown = null;
        }
    }
}
