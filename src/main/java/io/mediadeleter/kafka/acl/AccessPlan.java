package io.mediadeleter.kafka.acl;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.mediadeleter.kafka.client.ClientConfigs;
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
        rights.add(Right.topic(names.requested(), READ, "no request is read"));
        names.rungs().forEach(rung -> {
            rights.add(Right.topic(names.retry(rung), READ, "retries are never made"));
            rights.add(Right.topic(names.retry(rung), WRITE, "nothing that has to be retried is settled"));
        });
        rights.add(Right.topic(names.replay(), READ, "replays are never made"));
        rights.add(Right.topic(names.deleted(), WRITE, "no result is published"));
        rights.add(Right.topic(names.deadLetter(), WRITE, "nothing that is given up is settled"));
        rights.add(Right.topic(names.quota(), READ, "no share of the quota is had, and no call made"));
        rights.add(Right.topic(names.quota(), WRITE, "no share of the quota is claimed, and no call made"));
        for (TopicPlan.Topic topic : TopicPlan.of(names, 1, Optional.empty()).topics()) {
            rights.add(Right.topic(topic.name(), DESCRIBE_CONFIGS, "its settings cannot be checked"));
        }
        rights.add(new Right(
                ResourceType.GROUP, settings.groupId(), PatternType.LITERAL, READ, "the group cannot be joined"));
        rights.add(new Right(
                ResourceType.TRANSACTIONAL_ID,
                settings.groupId() + "-",
                PatternType.PREFIXED,
                WRITE,
                "nothing can be committed"));
        return new AccessPlan(rights);
    }

    /** What is needed, and enough, for looking at dead letters, replaying and discarding them. */
    public static AccessPlan ofDeadLetters(KafkaSettings settings, TopicNames names) {
        return new AccessPlan(List.of(
                Right.topic(names.deadLetter(), READ, "dead letters cannot be listed"),
                Right.topic(names.deadLetter(), WRITE, "none can be resolved"),
                Right.topic(names.replay(), WRITE, "none can be replayed"),
                new Right(
                        ResourceType.TRANSACTIONAL_ID,
                        ClientConfigs.deadLetterTransactionalId(settings),
                        PatternType.LITERAL,
                        WRITE,
                        "none can be resolved")));
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
