package io.mediadeleter.kafka.topics;

import io.mediadeleter.kafka.client.Leadership;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * A topic as it is.
 *
 * @param replicas of the partition that has the fewest
 * @param leaderless its partitions that no broker leads
 * @param outOfSync its partitions with a leader that accepts no record from a producer that wants all replicas in sync to have it
 * @param config with the brokers' defaults filled in
 */
public record ActualTopic(
        int partitions, int replicas, List<Integer> leaderless, List<Integer> outOfSync, Map<String, String> config) {

    /** What the brokers tell; a topic whose configuration they do not tell has an empty one. */
    public static ActualTopic of(TopicDescription topic, @Nullable Config config) {
        Map<String, String> values = values(config);
        int replicas = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        long inSync = number(values, TopicPlan.IN_SYNC);
        return new ActualTopic(
                topic.partitions().size(),
                replicas,
                partitions(topic, partition -> !Leadership.isLed(partition)),
                partitions(topic, partition -> ReplicasInSync.isLacking(partition, inSync)),
                values);
    }

    private static List<Integer> partitions(TopicDescription topic, Predicate<TopicPartitionInfo> condition) {
        return topic.partitions().stream()
                .filter(condition)
                .map(TopicPartitionInfo::partition)
                .toList();
    }

    private static Map<String, String> values(@Nullable Config config) {
        return config == null
                ? Map.of()
                : config.entries().stream()
                        .filter(entry -> entry.value() != null)
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    /** How many replicas have to be in sync for a record to be written; 0 where that is not known. */
    public int leastInSync() {
        return (int) number(TopicPlan.IN_SYNC);
    }

    long number(String name) {
        return number(config, name);
    }

    private static long number(Map<String, String> config, String name) {
        return Long.parseLong(config.getOrDefault(name, "0"));
    }
}
