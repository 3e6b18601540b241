package io.mediadeleter.kafka.partitions;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Partitions and offsets in Kafka's types and in this program's. */
public final class KafkaConversions {

    private KafkaConversions() {}

    public static Partition toPartition(TopicPartition partition) {
        return new Partition(partition.topic(), partition.partition());
    }

    public static Set<Partition> toPartitions(Collection<TopicPartition> partitions) {
        return partitions.stream().map(KafkaConversions::toPartition).collect(Collectors.toSet());
    }

    public static Map<Partition, Long> toPartitions(Map<TopicPartition, Long> offsets) {
        Map<Partition, Long> converted = new HashMap<>();
        offsets.forEach((partition, offset) -> converted.put(toPartition(partition), offset));
        return converted;
    }

    public static TopicPartition toTopicPartition(Partition partition) {
        return new TopicPartition(partition.topic(), partition.number());
    }

    public static Set<TopicPartition> toTopicPartitions(Collection<Partition> partitions) {
        return partitions.stream().map(KafkaConversions::toTopicPartition).collect(Collectors.toSet());
    }

    /**
     * A time as records' timestamps have it, milliseconds from 1970 on: for one before that the first, and for one that no
     * timestamp reaches the last. An operator or a record may name times that lie far outside.
     */
    static long timestamp(Instant time) {
        try {
            return Math.max(0, time.toEpochMilli());
        } catch (ArithmeticException outside) {
            return time.isBefore(Instant.EPOCH) ? 0 : Long.MAX_VALUE;
        }
    }

    /** Asks for the first record of this time or later. */
    public static OffsetSpec since(Instant time) {
        return OffsetSpec.forTimestamp(timestamp(time));
    }

    /** What is committed, in a map of its own; Kafka has null for a partition without a commit. */
    public static Map<TopicPartition, OffsetAndMetadata> known(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>(committed);
        known.values().removeIf(Objects::isNull);
        return known;
    }

    /** What is committed; a partition without a commit is missing. */
    public static Map<Partition, CommitPoint> points(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<Partition, CommitPoint> points = new HashMap<>();
        known(committed)
                .forEach((partition, at) -> points.put(
                        toPartition(partition),
                        CommitMetadata.read(at.offset(), at.metadata()).point()));
        return points;
    }

    /** The leader epochs that were committed and that the present leaders know; see {@link OwnedPartitions#leaderEpoch}. */
    public static Map<Partition, Integer> leaderEpochs(
            Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, LogEnd> ends) {
        Map<Partition, Integer> epochs = new HashMap<>();
        committed.forEach((partition, at) -> {
            LogEnd end = ends.get(partition);
            OptionalInt epoch = CommitMetadata.read(at.offset(), at.metadata()).leaderEpoch();
            if (end != null && epoch.isPresent() && end.knows(epoch.getAsInt())) {
                epochs.put(toPartition(partition), epoch.getAsInt());
            }
        });
        return epochs;
    }

    /** What to commit in this transaction for these points, which are of partitions that were read as far as {@code owned} knows. */
    public static Map<TopicPartition, OffsetAndMetadata> offsets(
            Map<Partition, CommitPoint> points, FirstTopicIds firsts, OwnedPartitions owned, long transaction) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        points.forEach((partition, point) -> {
            CommitMetadata text = new CommitMetadata(point, firsts, owned.leaderEpoch(partition, point.end()));
            offsets.put(toTopicPartition(partition), new OffsetAndMetadata(point.offset(), text.metadata(transaction)));
        });
        return offsets;
    }

    /** Those of these that name the transaction that committed them: no other commit can have left the same. */
    public static Map<TopicPartition, OffsetAndMetadata> named(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, OffsetAndMetadata> named = known(committed);
        named.values()
                .removeIf(at ->
                        CommitMetadata.read(at.offset(), at.metadata()).point().topicId() == null);
        return named;
    }

    /** The topics that these are of. */
    public static Set<String> topics(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }
}
