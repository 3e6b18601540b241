package io.mediadeleter.kafka.outbox;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/**
 * Offsets that are committed by a transaction.
 *
 * @param member of the group, that commits them
 */
public record Offsets(Map<TopicPartition, OffsetAndMetadata> points, ConsumerGroupMetadata member) {

    /** Makes them part of the producer's transaction; returns when the group's coordinator has them. */
    void sendBy(KafkaProducer<byte[], byte[]> producer) {
        producer.sendOffsetsToTransaction(points, member);
    }
}
