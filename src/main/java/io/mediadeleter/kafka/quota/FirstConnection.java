package io.mediadeleter.kafka.quota;

import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The first connection to brokers that are far away takes several round trips: longer than a claim may wait afterwards, when a
 * topic that is gone has to be noticed. Stateless.
 */
final class FirstConnection {

    private FirstConnection() {}

    /**
     * Waits until the producer knows the topic.
     *
     * @throws TimeoutException when it does not within {@code limit}
     */
    static void await(KafkaProducer<?, ?> producer, String topic, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean isKnown = false;
        while (!isKnown) {
            try {
                isKnown = !producer.partitionsFor(topic).isEmpty();
            } catch (TimeoutException notYet) {
                if (System.nanoTime() - deadline >= 0) {
                    throw notYet;
                }
            }
        }
    }
}
