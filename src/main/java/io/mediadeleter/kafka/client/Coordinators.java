package io.mediadeleter.kafka.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The partitions of Kafka's own topics that decide who coordinates a group and a transactional id: where one has no leader, nobody does.
 *
 * @param topics those of the two that this client may describe, by name; of the others nothing is said
 */
public record Coordinators(Map<String, TopicDescription> topics) {

    /** Nobody has looked. */
    public static final Coordinators UNKNOWN = new Coordinators(Map.of());

    private static final String OFFSETS = "__consumer_offsets";
    private static final String TRANSACTIONS = "__transaction_state";

    public Coordinators {
        topics = Map.copyOf(topics);
    }

    /** As the brokers tell now, if they do. */
    public static Coordinators look(AdminSession session) {
        Map<String, TopicDescription> topics = new HashMap<>();
        try {
            session.describe(
                            List.of(OFFSETS, TRANSACTIONS),
                            UnknownTopicOrPartitionException.class,
                            AuthorizationException.class)
                    .forEach(topic -> topics.put(topic.name(), topic));
        } catch (KafkaFailure notTold) {
            return UNKNOWN;
        }
        return new Coordinators(topics);
    }

    /**
     * What is known to be in the way, each a sentence or two without a stop.
     *
     * @param transactionalIds of whom it matters
     */
    public List<String> gaps(String group, Collection<String> transactionalIds) {
        List<String> gaps = new ArrayList<>();
        gap(OFFSETS, group)
                .map(gap -> "The group " + group + " can neither give out partitions nor commit offsets: " + gap)
                .ifPresent(gaps::add);
        transactionalIds.stream().distinct().forEach(id -> gap(id).ifPresent(gaps::add));
        return gaps;
    }

    /** The same of one transactional id. */
    public Optional<String> gap(String transactionalId) {
        return gap(TRANSACTIONS, transactionalId)
                .map(gap -> "Nothing can be committed with the transactional id " + transactionalId + ": " + gap);
    }

    private Optional<String> gap(String name, String id) {
        return Optional.ofNullable(topics.get(name)).flatMap(topic -> {
            int number = partitionOf(id, topic.partitions().size());
            return Leadership.gap(Leadership.of(List.of(topic)).leaderless().stream()
                    .filter(partition -> partition.equals(new TopicPartition(name, number)))
                    .toList());
        });
    }

    /** As the brokers compute it; an id's hash is the same everywhere. */
    static int partitionOf(String id, int partitions) {
        int hash = id.hashCode();
        return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % partitions;
    }
}
