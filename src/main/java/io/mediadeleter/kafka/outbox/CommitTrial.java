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
    public static void run(KafkaProducer<byte[], byte[]> producer, String groupId, String topic) {
        producer.beginTransaction();
        try {
            refused(groupId, new TopicPartition(topic, 0)).sendBy(producer);
        } catch (CommitFailedException asExpected) {
            // The coordinator does not know the member: everything before that is well.
        }
        producer.abortTransaction();
    }

    /** Such a commit: the partition in which the coordinator keeps the group's offsets becomes part of its transaction, and no offset does. */
    @SuppressWarnings("removal") // a consumer's own metadata would mean to join the group first
    static Offsets refused(String groupId, TopicPartition partition) {
        return new Offsets(
                Map.of(partition, new OffsetAndMetadata(0)),
                new ConsumerGroupMetadata(groupId, Integer.MAX_VALUE, NO_MEMBER, Optional.empty()));
    }
}
