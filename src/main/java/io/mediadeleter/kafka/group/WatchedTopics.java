package io.mediadeleter.kafka.group;

import io.mediadeleter.event.TopicRole;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.RetrySchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topics that a group reads, as they are now. For one use. */
final class WatchedTopics {

    /**
     * One of them.
     *
     * @param delay how long after it was written a record is due at the latest; of a grace topic, unless the record says longer
     * @param topicId the topic's id; null where brokers give topics none
     */
    record Topic(TopicRole kind, Duration delay, @Nullable String topicId) {}

    private final AdminSession session;
    private final TopicNames names;
    private final Duration gracePeriod;
    private final Map<TopicPartition, Topic> partitions = new HashMap<>();
    private final Map<String, String> missing = new HashMap<>();
    private final List<TopicPartition> leaderless = new ArrayList<>();

    private WatchedTopics(AdminSession session, TopicNames names, Duration gracePeriod) {
        this.session = session;
        this.names = names;
        this.gracePeriod = gracePeriod;
    }

    /**
     * Looks for them.
     *
     * @throws KafkaFailure when Kafka does not answer
     */
    static WatchedTopics find(AdminSession session, TopicNames names, Duration gracePeriod) {
        WatchedTopics found = new WatchedTopics(session, names, gracePeriod);
        session.describe(found.all(), found::isMissing).forEach(found::add);
        return found;
    }

    /** Every partition that has a leader. */
    Map<TopicPartition, Topic> partitions() {
        return partitions;
    }

    /** Topics that could not be looked at, each with the reason. */
    Map<String, String> missing() {
        return missing;
    }

    /** Partitions that have no leader, so that nobody can read or write them. */
    List<TopicPartition> leaderless() {
        return leaderless;
    }

    /** Beside those of these settings, the topics of earlier retry delays, which may hold retries still. */
    private Set<String> all() {
        Set<String> topics = new TreeSet<>(names.consumed());
        session.answer("list the topics", session.admin().listTopics().names()).stream()
                .filter(topic -> topic.startsWith(names.requested() + ".retry."))
                .forEach(topics::add);
        return topics;
    }

    private boolean isMissing(String name, Throwable why) {
        if (why instanceof AuthorizationException) {
            missing.put(name, "missing ACL: Describe");
        } else if (why instanceof UnknownTopicOrPartitionException) {
            missing.put(name, "there is no such topic; create it with media-deleter topics create");
        }
        return missing.containsKey(name);
    }

    private void add(TopicDescription description) {
        Uuid id = description.topicId();
        Topic topic = topic(description.name(), id.equals(Uuid.ZERO_UUID) ? null : id.toString());
        Leadership leadership = Leadership.of(List.of(description));
        leadership.led().forEach(partition -> partitions.put(partition, topic));
        leaderless.addAll(leadership.leaderless());
    }

    private Topic topic(String name, @Nullable String topicId) {
        TopicRole role = names.roleOf(name);
        Duration delay = switch (role) {
            case GRACE -> gracePeriod;
            case RETRY -> names.delayOf(name).map(RetrySchedule::longest).orElse(Duration.ZERO);
            case REQUESTED, BULK, REPLAY -> Duration.ZERO;
        };
        return new Topic(role, delay, topicId);
    }
}
