package io.mediadeleter.kafka.batch;

import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The thread of its own in which a consumer of the consumer protocol talks to the brokers. Stateless.
 *
 * <p>An error may end it, as when memory runs out and runs out again while that is logged. Kafka's client tells that once at
 * most: polls that follow bring nothing, as if there were nothing to read, and what else is asked may be waited for for ever. So it is
 * looked at, from another thread.
 */
public final class ConsumerThread {

    private ConsumerThread() {}

    /**
     * Whether it has ended, as it also does when the consumer is closed; never true of a classic consumer, which has none. May be
     * called on any thread.
     *
     * @throws UnsupportedOperationException where this version of the client does not show it
     */
    public static boolean hasEnded(KafkaConsumer<?, ?> consumer) {
        try {
            Thread thread = KafkaInternals.thread(consumer);
            return thread != null && thread.getState() == Thread.State.TERMINATED;
        } catch (ReflectiveOperationException | RuntimeException changed) {
            throw new UnsupportedOperationException("this version of the Kafka client shows no thread", changed);
        }
    }
}
