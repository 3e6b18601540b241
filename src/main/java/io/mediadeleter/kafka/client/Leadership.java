package io.mediadeleter.kafka.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Which partitions of some topics a broker leads. Nobody can read or write one that has no leader, and nobody answers a question about
 * its offsets: asked for together with others, it hides what is known of them until the question times out.
 *
 * @param led those that can be asked about, in the order of the topics and by number
 * @param leaderless the others
 */
public record Leadership(List<TopicPartition> led, List<TopicPartition> leaderless) {

    /** What has to be done about it, a sentence without its stop. */
    public static final String REMEDY =
            "Bring back a broker that has a replica; kafka-topics.sh --bootstrap-server BROKERS --describe --unavailable-partitions names them";

    public Leadership {
        led = List.copyOf(led);
        leaderless = List.copyOf(leaderless);
    }

    /** As the brokers describe the topics. */
    public static Leadership of(Collection<TopicDescription> topics) {
        List<TopicPartition> led = new ArrayList<>();
        List<TopicPartition> leaderless = new ArrayList<>();
        topics.forEach(topic -> topic.partitions().stream()
                .sorted(Comparator.comparingInt(TopicPartitionInfo::partition))
                .forEach(info ->
                        (isLed(info) ? led : leaderless).add(new TopicPartition(topic.name(), info.partition()))));
        return new Leadership(led, leaderless);
    }

    /** As a consumer was told of one topic. */
    public static Leadership ofInfos(Collection<PartitionInfo> partitions) {
        List<TopicPartition> led = new ArrayList<>();
        List<TopicPartition> leaderless = new ArrayList<>();
        partitions.forEach(info -> (info.leader() == null || info.leader().isEmpty() ? leaderless : led)
                .add(new TopicPartition(info.topic(), info.partition())));
        led.sort(PartitionNames.ORDER);
        return new Leadership(led, leaderless);
    }

    /** Whether a broker leads the partition. */
    public static boolean isLed(TopicPartitionInfo partition) {
        return partition.leader() != null && !partition.leader().isEmpty();
    }

    /** What cannot be known, without its stop; empty when all have a leader. */
    public Optional<String> gap() {
        return gap(leaderless);
    }

    /** As in "media-deleted/1 and media-deleted/3 have no leader, so nobody can read or write them. Bring back …". */
    public static Optional<String> gap(Collection<TopicPartition> leaderless) {
        return leaderless.isEmpty() ? Optional.empty() : Optional.of(what(leaderless) + ". " + REMEDY);
    }

    private static String what(Collection<TopicPartition> leaderless) {
        return PartitionNames.of(leaderless)
                + (leaderless.size() == 1
                        ? " has no leader, so nobody can read or write it"
                        : " have no leader, so nobody can read or write them");
    }
}
