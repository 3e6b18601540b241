package io.mediadeleter.deadletter;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka for the {@link OriginHistory} of a group's topics: they take part whose records can be the origin of a letter.
 * Confined to one thread.
 */
public final class HistoryReader {

    private final AdminSession session;
    private final TopicNames topics;
    private final Map<String, String> unread = new HashMap<>();

    private HistoryReader(AdminSession session, TopicNames topics) {
        this.session = session;
        this.topics = topics;
    }

    /**
     * What the topics hold now. Topics that this client may not describe are told, and so are request topics that are gone.
     *
     * @throws KafkaFailure when Kafka cannot be reached, or a partition has no leader, which its message names
     */
    public static OriginHistory read(KafkaSettings settings, TopicNames topics) {
        try (AdminSession session = AdminSession.open(settings)) {
            return new HistoryReader(session, topics).read();
        }
    }

    private OriginHistory read() {
        List<TopicDescription> there = session.describe(names(), this::isMissing);
        Map<String, OriginHistory.TopicHistory> histories = new HashMap<>();
        Map<TopicPartition, Long> ends = ends(there);
        there.forEach(topic -> histories.put(topic.name(), history(topic, ends)));
        return new OriginHistory(histories, unread);
    }

    /** Beside those of these settings, the topics of earlier retry delays. */
    private Set<String> names() {
        Set<String> names = new TreeSet<>(topics.consumed());
        session.answer("list the topics", session.admin().listTopics().names()).stream()
                .filter(topics::mayBeOrigin)
                .forEach(names::add);
        return names;
    }

    private boolean isMissing(String name, Throwable why) {
        boolean isForbidden = why instanceof AuthorizationException;
        boolean isGone = why instanceof UnknownTopicOrPartitionException;
        if (isForbidden) {
            unread.put(name, "this client may not describe them");
        } else if (isGone && topics.requests().contains(name)) {
            unread.put(name, "there is no topic " + name);
        }
        return isForbidden || isGone;
    }

    /** Those of transactions that are not decided among them: a record that was read is before any of these ends. */
    private Map<TopicPartition, Long> ends(List<TopicDescription> there) {
        String task = "read where the topics end";
        List<TopicPartition> partitions = session.allLed(task, there);
        return session.bounds(task, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    private static OriginHistory.TopicHistory history(TopicDescription topic, Map<TopicPartition, Long> all) {
        Map<Integer, Long> ends = new HashMap<>();
        topic.partitions().forEach(part -> {
            Long end = all.get(new TopicPartition(topic.name(), part.partition()));
            ends.put(part.partition(), end == null ? Long.valueOf(0) : end);
        });
        Uuid id = topic.topicId();
        return new OriginHistory.TopicHistory(id.equals(Uuid.ZERO_UUID) ? null : id.toString(), ends);
    }
}
