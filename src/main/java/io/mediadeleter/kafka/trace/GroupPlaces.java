package io.mediadeleter.kafka.trace;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.offset.CommitPoint;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** How far a group is. Stateless. */
final class GroupPlaces {

    private GroupPlaces() {}

    /**
     * By partition, and which records behind it are settled; empty when this client may not know.
     *
     * @throws KafkaFailure when Kafka does not answer
     */
    static Optional<Map<Partition, CommitPoint>> of(AdminSession session, String group) {
        try {
            return Optional.of(session.answerUnless(
                            GroupIdNotFoundException.class,
                            "read the offsets of group " + group,
                            session.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .map(KafkaConversions::points)
                    .orElse(Map.of()));
        } catch (KafkaFailure failed) {
            if (failed.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw failed;
        }
    }
}
