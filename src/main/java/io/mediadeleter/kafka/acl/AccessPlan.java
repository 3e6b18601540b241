package io.mediadeleter.kafka.acl;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.kafka.topics.TopicPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The rights that the service needs, and not one more. Read and Write each bring Describe with them.
 *
 * @param rights by topic in the order of a request's way, then those of the group and of the transactions
 */
public record AccessPlan(List<Right> rights) {

    public AccessPlan {
        rights = List.copyOf(rights);
    }

    /** What an instance needs that runs by these settings, and {@code check} with it. */
    public static AccessPlan of(KafkaSettings settings, TopicNames names) {
        List<Right> rights = new ArrayList<>();
        names.requests().forEach(requests -> {
            rights.add(Right.topic(requests, READ, "consume requests"));
            rights.add(Right.topic(names.graceOf(requests), READ, "consume requests whose grace period has ended"));
            rights.add(Right.topic(names.graceOf(requests), WRITE, "keep requests for their grace period"));
        });
        names.retryDelays().forEach(delay -> {
            rights.add(Right.topic(names.retry(delay), READ, "consume retries"));
            rights.add(Right.topic(names.retry(delay), WRITE, "schedule retries"));
        });
        rights.add(Right.topic(names.replay(), READ, "consume replays"));
        rights.add(Right.topic(names.deleted(), WRITE, "publish results"));
        rights.add(Right.topic(names.deadLetter(), WRITE, "write dead letters"));
        rights.add(Right.topic(names.quota(), READ, "obtain a share of the quota; without it, no calls are made"));
        rights.add(Right.topic(names.quota(), WRITE, "claim a share of the quota; without it, no calls are made"));
        rights.add(Right.topic(names.control(), READ, "read what is held; without it, no calls are made"));
        rights.add(Right.topic(names.control(), WRITE, "prove what was read; without it, no calls are made"));
        for (TopicPlan.Topic topic : TopicPlan.of(names, 1, Optional.empty()).topics()) {
            rights.add(Right.topic(topic.name(), DESCRIBE_CONFIGS, "check the topic's settings"));
        }
        rights.add(new Right(ResourceType.GROUP, settings.groupId(), PatternType.LITERAL, READ, "join the group"));
        rights.add(new Right(
                ResourceType.TRANSACTIONAL_ID,
                settings.groupId() + "-",
                PatternType.PREFIXED,
                WRITE,
                "commit transactions"));
        return new AccessPlan(rights);
    }

    /** The plan of an instance that does not use this topic. */
    public AccessPlan without(String topic) {
        return new AccessPlan(rights.stream()
                .filter(right ->
                        right.type() != ResourceType.TOPIC || !right.name().equals(topic))
                .toList());
    }

    /** What an instance cannot do without. */
    public AccessPlan toRun() {
        return new AccessPlan(rights.stream()
                .filter(right -> right.operation() != DESCRIBE_CONFIGS)
                .toList());
    }

    List<Right> on(ResourceType type) {
        return rights.stream().filter(right -> right.type() == type).toList();
    }

    /** The rights on a topic whose operations are not among these. */
    List<Right> missingOn(String topic, Set<AclOperation> granted) {
        return on(ResourceType.TOPIC).stream()
                .filter(right -> right.name().equals(topic) && !granted.contains(right.operation()))
                .toList();
    }
}
