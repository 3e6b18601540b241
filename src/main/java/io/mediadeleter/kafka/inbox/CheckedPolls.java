package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.client.DeadClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Polls that fail once the consumer has lost its thread. Confined to the consumer's thread.
 *
 * <p>A poll of Kafka's says so at most once, and not at all if the thread has ended while a poll's request was unanswered: from
 * then on each poll brings nothing, as if there were nothing to read. Any other question is refused; so one is asked while
 * nothing comes. The classic protocol has no such thread, and its answer costs nothing.
 */
final class CheckedPolls {

    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

    /** One that no group has. */
    private static final TopicPartition NONE = new TopicPartition("", 0);

    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private long checkedNanos = System.nanoTime();

    CheckedPolls(KafkaConsumer<ByteBuffer, ByteBuffer> consumer) {
        this.consumer = consumer;
    }

    /**
     * What comes within {@code atMost}.
     *
     * @throws KafkaException as the consumer's; {@link DeadClient#isConsumer} tells whether all that follow will fail, too
     */
    ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration atMost) {
        ConsumerRecords<ByteBuffer, ByteBuffer> read = consumer.poll(atMost);
        if (read.isEmpty() && System.nanoTime() - checkedNanos >= BETWEEN_CHECKS.toNanos()) {
            ensureThread();
            checkedNanos = System.nanoTime();
        }
        return read;
    }

    private void ensureThread() {
        try {
            consumer.currentLag(NONE);
        } catch (IllegalStateException notAssigned) {
            return; // the answer
        } catch (KafkaException failed) {
            if (DeadClient.isConsumer(failed)) {
                throw failed;
            }
        }
    }
}
