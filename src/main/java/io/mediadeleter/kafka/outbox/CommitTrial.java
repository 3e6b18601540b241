package io.mediadeleter.kafka.outbox;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether offsets can be committed in a transaction, found out without committing any: the commit is tried as a member that
 * the group never had. The coordinator looks at the request's version and at the rights first, and then refuses the member;
 * nothing is written but the end of an empty transaction. Stateless.
 */
public final class CommitTrial {

    private static final String NO_MEMBER = "no-member-of-the-group";

    private CommitTrial() {}

    /**
     * Tries it.
     *
     * @param producer whose transactions have been initialised, and which is in none
     * @param topic that the group reads
     * @throws KafkaException if no commit is possible, or not now; the producer is then of no more use
     */
    @SuppressWarnings("removal") // a consumer's own metadata would mean to join the group first
    public static void run(KafkaProducer<byte[], byte[]> producer, String groupId, String topic) {
        ConsumerGroupMetadata stranger =
                new ConsumerGroupMetadata(groupId, Integer.MAX_VALUE, NO_MEMBER, Optional.empty());
        producer.beginTransaction();
        try {
            producer.sendOffsetsToTransaction(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)), stranger);
        } catch (CommitFailedException asExpected) {
            // The coordinator does not know the member: everything before that is well.
        }
        producer.abortTransaction();
    }
}
