package io.mediadeleter.kafka.access;

import io.mediadeleter.kafka.AdminSession;
import io.mediadeleter.kafka.KafkaFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The brokers as this client finds them.
 *
 * @param brokers that the cluster names, as this client is told to reach them
 * @param features finalized levels, such as {@code group.version} 1; empty for brokers that know none
 * @param unreachable why, by broker; empty when all answer
 */
public record ClusterFacts(
        String clusterId, List<String> brokers, Map<String, Integer> features, Map<String, String> unreachable) {

    public ClusterFacts {
        brokers = List.copyOf(brokers);
        features = new TreeMap<>(features);
        unreachable = new TreeMap<>(unreachable);
    }

    /**
     * Asks the cluster, and then each of its brokers at the address that it advertises.
     *
     * @throws KafkaFailure when none of the bootstrap servers answers or lets this client in
     */
    public static ClusterFacts of(AdminSession session) {
        var cluster = session.admin().describeCluster();
        String id = session.answer("reach a broker", cluster.clusterId());
        List<Node> nodes = List.copyOf(session.answer("list the brokers", cluster.nodes()));
        Map<String, Integer> features = new TreeMap<>();
        Map<String, String> unreachable = new TreeMap<>();
        for (Node node : nodes) {
            try {
                features.putAll(features(session, node));
            } catch (KafkaFailure failed) {
                unreachable.put(name(node), String.valueOf(failed.getMessage()));
            }
        }
        return new ClusterFacts(id, nodes.stream().map(ClusterFacts::name).toList(), features, unreachable);
    }

    private static Map<String, Integer> features(AdminSession session, Node node) {
        Map<String, Integer> levels = new TreeMap<>();
        DescribeFeaturesOptions here = new DescribeFeaturesOptions().nodeId(node.id());
        Optional<FeatureMetadata> answer = session.answerUnless(
                UnsupportedVersionException.class,
                "reach broker " + name(node),
                session.admin().describeFeatures(here).featureMetadata());
        answer.ifPresent(known -> known.finalizedFeatures()
                .forEach((feature, range) -> levels.put(feature, (int) range.maxVersionLevel())));
        return levels;
    }

    private static String name(Node node) {
        return node.id() + " at " + node.host() + ":" + node.port();
    }
}
