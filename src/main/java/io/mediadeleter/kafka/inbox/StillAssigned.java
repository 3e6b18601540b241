package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.client.DeadClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is asked of the consumer about partitions that may be gone. With the consumer protocol a partition goes in the
 * client's own thread, between any two of our calls: one that went has nothing left to be changed, and that it went is told
 * with the next poll. Stateless.
 */
final class StillAssigned {

    private static final Logger log = LoggerFactory.getLogger(StillAssigned.class);

    private StillAssigned() {}

    /** Changes those that are still there, in one call if all of them are. */
    static void change(Collection<TopicPartition> partitions, Consumer<Collection<TopicPartition>> how) {
        try {
            how.accept(partitions);
        } catch (IllegalStateException oneWent) {
            partitions.forEach(partition -> changeOne(partition, how));
        } catch (KafkaException failed) {
            throw explained(failed);
        }
    }

    /** Reads the partition from {@code offset} on, if it is still there. */
    static void seek(KafkaConsumer<?, ?> consumer, TopicPartition partition, long offset) {
        seek(consumer, partition, new OffsetAndMetadata(offset));
    }

    /** The same, from what was committed. */
    static void seek(KafkaConsumer<?, ?> consumer, TopicPartition partition, OffsetAndMetadata place) {
        changeOne(partition, one -> consumer.seek(partition, place));
    }

    /** The offset that is read next; empty when the partition is gone. */
    static OptionalLong position(KafkaConsumer<?, ?> consumer, TopicPartition partition, Duration limit) {
        try {
            return OptionalLong.of(consumer.position(partition, limit));
        } catch (IllegalStateException went) {
            log.debug("{} is not assigned any more", partition);
            return OptionalLong.empty();
        }
    }

    private static void changeOne(TopicPartition partition, Consumer<Collection<TopicPartition>> how) {
        try {
            how.accept(List.of(partition));
        } catch (IllegalStateException went) {
            log.debug("{} is not assigned any more", partition);
        } catch (KafkaException failed) {
            throw explained(failed);
        }
    }

    /** Most often it is here that a consumer without its thread is met. */
    private static RuntimeException explained(KafkaException failed) {
        return DeadClient.isConsumer(failed) ? PollFailures.lostThread(failed) : failed;
    }
}
