package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.DeadClient;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which topics of the control topic's name the group has obeyed, by their ids, as the commits on its request topics tell: they
 * outlive the control topic. A partition without traffic keeps an older note, so several may be known; since an id never comes
 * back, a topic that is among them was obeyed. Stateless.
 */
public final class ObeyedTopics {

    private ObeyedTopics() {}

    /** The ids that the group's commits name; none for a new group, or one that an earlier version committed for. */
    public static CompletableFuture<Set<String>> ask(Admin admin, String group, String topic) {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(committed -> noted(committed, topic));
    }

    /**
     * Whether the topic that is there now is none that the group has obeyed; false where that is not known.
     *
     * @param alsoObeyed ids of others, whatever the commits say
     * @throws KafkaFailure when Kafka does not answer, or refuses
     */
    public static boolean isAnother(KafkaSettings settings, String topic, Set<String> alsoObeyed) {
        try (AdminSession session = AdminSession.open(settings)) {
            Set<String> obeyed = noted(session.committed(), topic);
            String present = session.describe(List.of(topic), (name, why) -> !DeadClient.isToldBy(why)).stream()
                    .findFirst()
                    .map(found -> found.topicId().toString())
                    .orElse(TopicIds.GONE);
            return !obeyed.isEmpty()
                    && TopicIds.isKnown(present)
                    && !obeyed.contains(present)
                    && !alsoObeyed.contains(present);
        }
    }

    static Set<String> noted(Map<TopicPartition, OffsetAndMetadata> committed, String topic) {
        return committed.values().stream()
                .filter(at -> at != null)
                .map(at ->
                        CommitMetadata.read(at.offset(), at.metadata()).firsts().of(topic))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
