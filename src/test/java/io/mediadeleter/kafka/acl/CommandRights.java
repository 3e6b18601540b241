package io.mediadeleter.kafka.acl;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** The rights that commands need, as the documents give them; the tests prove that they are enough. */
public final class CommandRights {

    private CommandRights() {}

    /** What is needed, and enough, for looking at dead letters, replaying and discarding them. */
    public static AccessPlan deadLetters(KafkaSettings settings, TopicNames names) {
        return new AccessPlan(List.of(
                Right.topic(names.deadLetter(), READ, "list dead letters"),
                Right.topic(names.deadLetter(), WRITE, "resolve dead letters"),
                Right.topic(names.replay(), WRITE, "replay dead letters"),
                new Right(
                        ResourceType.TRANSACTIONAL_ID,
                        ClientConfigs.deadLetterTransactionalId(settings),
                        PatternType.LITERAL,
                        WRITE,
                        "resolve dead letters")));
    }

    /** What is needed for {@code trace} to tell all; without some of it, it says what it does not know. */
    public static AccessPlan trace(KafkaSettings settings, TopicNames names) {
        List<Right> rights = new ArrayList<>();
        names.consumed().forEach(topic -> rights.add(Right.topic(topic, READ, "find requests")));
        rights.add(Right.topic(names.deleted(), READ, "find results"));
        rights.add(Right.topic(names.deadLetter(), READ, "find dead letters"));
        rights.add(Right.topic(names.control(), READ, "find holds"));
        rights.add(new Right(
                ResourceType.GROUP,
                settings.groupId(),
                PatternType.LITERAL,
                DESCRIBE,
                "tell what waits from what is settled"));
        return new AccessPlan(rights);
    }

    /** What is needed for {@code pause}, {@code resume} and {@code holds}. */
    public static AccessPlan holds(KafkaSettings settings, TopicNames names) {
        return new AccessPlan(List.of(
                Right.topic(names.control(), READ, "list holds"),
                Right.topic(names.control(), WRITE, "add and lift holds"),
                Right.topic(names.control(), DESCRIBE_CONFIGS, "see that holds last on this topic"),
                new Right(
                        ResourceType.GROUP,
                        settings.groupId(),
                        PatternType.LITERAL,
                        DESCRIBE,
                        "see that every instance knows of a hold")));
    }
}
