package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.batch.ConsumerThread;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What other threads can see of the consumer, which costs its own nothing: what it measures of itself, and whether it is alive; of the
 * next one, when another takes its place. Thread-safe, though the consumer is not.
 */
public final class ConsumerView implements MeterBinder, AutoCloseable {

    private KafkaConsumer<?, ?> consumer;
    private @Nullable MeterRegistry registry;
    private @Nullable KafkaClientMetrics shown;

    ConsumerView(KafkaConsumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** From now on shows all of it in one registry, until it is closed. */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        this.registry = registry;
        show(registry);
    }

    /** From now on of this one. */
    synchronized void follow(KafkaConsumer<?, ?> next) {
        consumer = next;
        if (registry != null) {
            show(registry);
        }
    }

    /**
     * Why nothing will be read any more, as the consumer has lost its own thread, which polls need not tell; empty while it has it. A closed
     * one has lost it, too.
     *
     * @throws UnsupportedOperationException where this version of the client does not show it
     */
    public synchronized Optional<RequestLogFailure> lost() {
        return ConsumerThread.hasEnded(consumer) ? Optional.of(PollFailures.lostThread()) : Optional.empty();
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
