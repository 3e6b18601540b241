package io.mediadeleter.kafka.topics;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.client.PartitionNames;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Partitions that a broker leads and that refuse records all the same, because fewer of their replicas are in sync than
 * {@code min.insync.replicas}. Stateless.
 */
public final class ReplicasInSync {

    private static final String LACK =
            " fewer replicas in sync than " + TopicPlan.IN_SYNC + ", so nothing can be written to ";
    private static final String REMEDY =
            ". Bring back the brokers that have the others; kafka-topics.sh --bootstrap-server BROKERS --describe"
                    + " --under-min-isr-partitions names them";

    private ReplicasInSync() {}

    /**
     * Which of these topics' partitions these are, without a stop; empty when there are none, or Kafka does not tell. Only topics with
     * a replica that is not in sync are asked for their settings: where that is not allowed, brokers log each time that they deny it.
     */
    public static Optional<String> gap(AdminSession session, Collection<String> topics) {
        try {
            List<TopicDescription> behind =
                    session
                            .describe(topics, UnknownTopicOrPartitionException.class, AuthorizationException.class)
                            .stream()
                            .filter(ReplicasInSync::isBehind)
                            .toList();
            Map<ConfigResource, KafkaFuture<Config>> configs = session.admin()
                    .describeConfigs(
                            behind.stream().map(topic -> resource(topic.name())).toList())
                    .values();
            return gap(behind.stream()
                    .flatMap(topic -> unwritten(session, topic, configs).stream())
                    .toList());
        } catch (KafkaFailure notTold) {
            return Optional.empty();
        }
    }

    /**
     * The same of a topic as it is.
     *
     * @param least its {@code min.insync.replicas}; 0 where that is not known
     */
    public static Optional<String> gap(TopicDescription topic, int least) {
        return gap(topic.partitions().stream()
                .filter(partition -> isLacking(partition, least))
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList());
    }

    /**
     * Whether a partition that a broker leads refuses records because too few of its replicas are in sync. Brokers since 3.7 ask for no
     * more of them than there are replicas.
     *
     * @param least the topic's {@code min.insync.replicas}
     */
    static boolean isLacking(TopicPartitionInfo partition, long least) {
        return Leadership.isLed(partition)
                && partition.isr().size() < Math.min(least, partition.replicas().size());
    }

    private static boolean isBehind(TopicDescription topic) {
        return topic.partitions().stream()
                .anyMatch(partition -> Leadership.isLed(partition)
                        && partition.isr().size() < partition.replicas().size());
    }

    private static List<TopicPartition> unwritten(
            AdminSession session, TopicDescription topic, Map<ConfigResource, KafkaFuture<Config>> configs) {
        return session
                .answerUnless(
                        AuthorizationException.class,
                        "read the settings of the topic " + topic.name(),
                        Objects.requireNonNull(configs.get(resource(topic.name()))))
                .map(config -> ActualTopic.of(topic, config).outOfSync())
                .orElse(List.of())
                .stream()
                .map(number -> new TopicPartition(topic.name(), number))
                .toList();
    }

    private static Optional<String> gap(Collection<TopicPartition> unwritten) {
        return unwritten.isEmpty()
                ? Optional.empty()
                : Optional.of(PartitionNames.of(unwritten)
                        + (unwritten.size() == 1 ? " has" + LACK + "it" : " have" + LACK + "them")
                        + REMEDY);
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
