package io.mediadeleter.kafka.topics;

import io.mediadeleter.kafka.topics.TopicInspection.Actual;
import io.mediadeleter.kafka.topics.TopicPlan.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Makes of a planned topic one that Kafka can create.
 *
 * @param carriedBytes what the topics must take that requests are carried on to, where that is more than planned
 * @param actual the topics that there are, by name
 */
record TopicCreation(long carriedBytes, Map<String, Actual> actual) {

    /**
     * The topic to create.
     *
     * @param replicas that it will have; 0 when that is not known
     */
    NewTopic of(Topic topic, int replicas) {
        Map<String, String> config = new HashMap<>(topic.config());
        if (topic.carries()) {
            config.computeIfPresent(
                    TopicPlan.MAX_BYTES,
                    (name, planned) -> String.valueOf(Math.max(Long.parseLong(planned), carriedBytes)));
        }
        config.computeIfPresent(
                TopicPlan.RETENTION,
                (name, planned) -> TopicInspection.retention(
                        Math.max(Long.parseLong(planned), TopicInspection.keep(topic, actual))));
        topic.bound(TopicPlan.IN_SYNC)
                .filter(bound -> replicas >= bound.least())
                .ifPresent(bound -> config.put(bound.name(), String.valueOf(bound.least())));
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), topic.replicas()).configs(config);
    }
}
