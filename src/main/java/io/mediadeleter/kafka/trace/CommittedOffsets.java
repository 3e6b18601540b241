package io.mediadeleter.kafka.trace;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.offset.CommitPoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;

/** How far a group is. Stateless. */
final class CommittedOffsets {

    private CommittedOffsets() {}

    /**
     * By partition, and which records behind it are settled; empty when this client may not know, or nobody can tell. Ignores an
     * offset that was committed for a deleted topic of the same name.
     *
     * @throws KafkaFailure when Kafka does not answer
     */
    static Optional<Map<Partition, CommitPoint>> of(AdminSession session) {
        try {
            return Optional.of(ofPresentTopics(session, KafkaConversions.points(session.committed())));
        } catch (KafkaFailure failed) {
            if (failed.getCause() instanceof AuthorizationException
                    || failed.getCause() instanceof CoordinatorNotAvailableException) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static Map<Partition, CommitPoint> ofPresentTopics(
            AdminSession session, Map<Partition, CommitPoint> points) {
        Map<String, String> topicIds =
                topicIds(session, points.keySet().stream().map(Partition::topic).collect(Collectors.toSet()));
        Map<Partition, CommitPoint> present = new HashMap<>(points);
        present.entrySet()
                .removeIf(place ->
                        !place.getValue().isOf(topicIds.get(place.getKey().topic())));
        return present;
    }

    /** The ids of topics by name, where brokers tell them. */
    static Map<String, String> topicIds(AdminSession session, Collection<String> topics) {
        Map<String, String> topicIds = new HashMap<>();
        session.describe(topics, ApiException.class).stream()
                .filter(topic -> !topic.topicId().equals(Uuid.ZERO_UUID))
                .forEach(topic -> topicIds.put(topic.name(), topic.topicId().toString()));
        return topicIds;
    }
}
