package io.mediadeleter.kafka.outbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.Settled;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A transaction that may have been committed: what it held, and the offsets that tell. */
final class UnknownCommit {

    /** What is known of its end. */
    enum Found {
        COMMITTED,
        ABORTED,
        /** Nothing can tell. */
        UNKNOWN;

        /** @param isCovered whether all that is to be settled now was part of it */
        String words(boolean isCovered) {
            return switch (this) {
                case COMMITTED -> "went through";
                case ABORTED -> "did not go through";
                case UNKNOWN ->
                    isCovered
                            ? "cannot be looked up, as the topic of its requests was deleted: what it settled is written"
                                    + " again, and may be there twice"
                            : "cannot be looked up by what this instance owns. Nothing of it is written again: whoever owns"
                                    + " its partitions goes by their committed offsets";
            };
        }
    }

    private final Set<Settled> settlements = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<TopicPartition, OffsetAndMetadata> sent;

    /** @param sent the offsets that it would have committed, as Kafka keeps them */
    UnknownCommit(List<Settled> settlements, Map<TopicPartition, OffsetAndMetadata> sent) {
        this.settlements.addAll(settlements);
        this.sent = Map.copyOf(sent);
    }

    /** Whether these, all that is left to be settled of it, were part of it. */
    boolean covers(List<Settled> left) {
        return !left.isEmpty() && settlements.containsAll(left);
    }

    /**
     * The partitions that can tell: those that are still owned, so that nobody else has committed for them since. An offset without a
     * topic's id does not name its transaction, and may be what was there before, unless something of its partition was settled.
     *
     * @param gone topics of which Kafka has forgotten what was committed
     */
    Set<Partition> witnesses(List<Settled> left, OwnedPartitions owned, Set<String> gone) {
        Set<Partition> settled =
                left.stream().map(one -> one.delivery().partition()).collect(Collectors.toSet());
        Map<Partition, CommitPoint> points = KafkaConversions.points(sent);
        points.keySet().removeIf(partition -> gone.contains(partition.topic()));
        points.entrySet().removeIf(point -> point.getValue().topicId() == null && !settled.contains(point.getKey()));
        return owned.among(points.keySet());
    }

    /** The topics that it held offsets of. */
    Set<String> topics() {
        return KafkaConversions.topics(sent.keySet());
    }

    /**
     * What these committed offsets tell. Offsets alone do not: those of a log that was cut come again.
     *
     * @param committed of the witnesses, as far as the group has any
     */
    Found found(Map<TopicPartition, OffsetAndMetadata> committed, Set<Partition> witnesses) {
        if (witnesses.isEmpty()) {
            return Found.UNKNOWN;
        }
        boolean isIn =
                committed.entrySet().stream().anyMatch(at -> at.getValue().equals(sent.get(at.getKey())));
        return isIn ? Found.COMMITTED : Found.ABORTED;
    }
}
