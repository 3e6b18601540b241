package io.mediadeleter.kafka.batch;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics' ids that a consumer names when it fetches. Confined to the consumer's thread.
 *
 * <p>Since Kafka 3.1 a fetch names the topic's id, which the leader compares with its own, so what it answers with is of this
 * topic and of none that was recreated under the same name. The consumer has the id from its metadata and does not show it.
 */
public final class NamedTopics {

    /** Since KIP-516. An earlier one names topics, and is sent for all as soon as the id of one of them is not known. */
    private static final short BY_ID = 13;

    private static final Logger log = LoggerFactory.getLogger(NamedTopics.class);

    private final KafkaConsumer<?, ?> consumer;
    private final @Nullable Metadata metadata;
    private final @Nullable ApiVersions versions;

    private NamedTopics(KafkaConsumer<?, ?> consumer, @Nullable Metadata metadata, @Nullable ApiVersions versions) {
        this.consumer = consumer;
        this.metadata = metadata;
        this.versions = versions;
    }

    /** Of this consumer; where this version of the client does not show them, they are never known. */
    public static NamedTopics of(KafkaConsumer<?, ?> consumer) {
        try {
            return new NamedTopics(consumer, KafkaInternals.metadata(consumer), KafkaInternals.versions(consumer));
        } catch (ReflectiveOperationException | RuntimeException changed) {
            log.info("Asking brokers for topic ids after each poll: {}", changed.toString());
            return new NamedTopics(consumer, null, null);
        }
    }

    /** By the topics' names; empty when they are not known, or a broker may have been asked by name. */
    public Map<String, String> ids() {
        if (metadata == null) {
            return Map.of();
        }
        Map<String, Uuid> known = metadata.topicIds();
        Set<TopicPartition> assigned = consumer.assignment();
        Map<String, String> ids = new HashMap<>();
        for (TopicPartition partition : assigned) {
            Uuid id = known.getOrDefault(partition.topic(), Uuid.ZERO_UUID);
            if (id.equals(Uuid.ZERO_UUID)) {
                return Map.of();
            }
            ids.computeIfAbsent(partition.topic(), name -> id.toString());
        }
        return brokersAreAskedById(metadata) ? ids : Map.of();
    }

    private boolean brokersAreAskedById(Metadata known) {
        return versions == null
                || known.fetch().nodes().stream().map(Node::idString).allMatch(this::isAskedById);
    }

    /** Nothing came from a broker whose versions are not known: they are what a connection begins with. */
    private boolean isAskedById(String broker) {
        NodeApiVersions its = versions == null ? null : versions.get(broker);
        return its == null || its.latestUsableVersion(ApiKeys.FETCH) >= BY_ID;
    }
}
