package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What a group has committed, and the topics that it has committed offsets of. Kafka forgets those of a topic when it is deleted, and not before: what the
 * group's coordinator has in its log does not depend on what a broker has heard of topics by now. Thread-safe.
 */
public record CommittedTopics(Admin admin, String groupId) {

    /** Of the group of these settings. */
    public static CommittedTopics of(KafkaSettings settings, Admin admin) {
        return new CommittedTopics(admin, settings.groupId());
    }

    /**
     * Asks for all of them, and waits for the answer that long.
     *
     * @throws TimeoutException when there is none, or a refusal
     */
    public Set<String> ask(Duration atMost) {
        return KafkaConversions.topics(offsets(atMost).keySet());
    }

    /**
     * Asks for what is committed, whatever transactions are open; waits for the answer that long.
     *
     * @throws TimeoutException when there is none, or a refusal
     */
    public Map<TopicPartition, OffsetAndMetadata> offsets(Duration atMost) {
        try {
            return KafkaConversions.known(admin.listConsumerGroupOffsets(
                            groupId, new ListConsumerGroupOffsetsOptions().timeoutMs((int) atMost.toMillis()))
                    .partitionsToOffsetAndMetadata()
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | java.util.concurrent.TimeoutException unknown) {
            throw new TimeoutException("what the group " + groupId + " has committed is not known", unknown);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }
}
