package io.mediadeleter.kafka.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The brokers as this client finds them.
 *
 * @param brokers that the cluster names, as this client is told to reach them
 * @param features finalized levels, such as {@code group.version} 1; empty for brokers that know none
 * @param offered the highest levels that all brokers that answer could be raised to
 * @param unreachable why, by broker; empty when all answer
 */
public record ClusterFacts(
        String clusterId,
        List<String> brokers,
        Map<String, Integer> features,
        Map<String, Integer> offered,
        Map<String, String> unreachable) {

    /** Below what a check of all waits. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    public ClusterFacts {
        brokers = List.copyOf(brokers);
        features = new TreeMap<>(features);
        offered = new TreeMap<>(offered);
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
        List<Map<String, Integer>> offers = new ArrayList<>();
        Map<Node, KafkaFuture<FeatureMetadata>> asked = new LinkedHashMap<>();
        nodes.forEach(node -> asked.put(node, features(session, node))); // all at once: each may take its whole time
        asked.forEach((node, answer) -> {
            try {
                Optional<FeatureMetadata> told =
                        session.answerUnless(UnsupportedVersionException.class, "reach broker " + name(node), answer);
                told.ifPresent(known -> known.finalizedFeatures()
                        .forEach((feature, range) -> features.put(feature, (int) range.maxVersionLevel())));
                offers.add(told.map(ClusterFacts::offer).orElse(Map.of()));
            } catch (KafkaFailure failed) {
                unreachable.put(name(node), String.valueOf(failed.getMessage()));
            }
        });
        return new ClusterFacts(
                id, nodes.stream().map(ClusterFacts::name).toList(), features, offeredByAll(offers), unreachable);
    }

    /** A level that one broker does not know cannot be had. */
    static Map<String, Integer> offeredByAll(List<Map<String, Integer>> offers) {
        Map<String, Integer> common = new TreeMap<>(offers.isEmpty() ? Map.of() : offers.get(0));
        for (Map<String, Integer> offer : offers) {
            common.keySet().retainAll(offer.keySet());
            common.replaceAll((feature, level) -> Math.min(level, offer.getOrDefault(feature, 0)));
        }
        return common;
    }

    private static Map<String, Integer> offer(FeatureMetadata known) {
        Map<String, Integer> levels = new TreeMap<>();
        known.supportedFeatures().forEach((feature, range) -> levels.put(feature, (int) range.maxVersion()));
        return levels;
    }

    private static KafkaFuture<FeatureMetadata> features(AdminSession session, Node node) {
        DescribeFeaturesOptions here =
                new DescribeFeaturesOptions().nodeId(node.id()).timeoutMs((int) LIMIT.toMillis());
        return session.admin().describeFeatures(here).featureMetadata();
    }

    private static String name(Node node) {
        return node.id() + " at " + node.host() + ":" + node.port();
    }
}
