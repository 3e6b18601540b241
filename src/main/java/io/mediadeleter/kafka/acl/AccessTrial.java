package io.mediadeleter.kafka.acl;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.LastingError;
import io.mediadeleter.kafka.outbox.CommitTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Finds out which rights this client has, without harm to an instance that runs. Topics tell which operations are
 * allowed. A group and a transactional id do not, so what needs the right is tried in a way that changes nothing for
 * anyone: see RATIONALE.md. Confined to one thread.
 */
public final class AccessTrial {

    /** No instance's transactional id has this sign in it, so none is ever fenced. */
    private static final String TRIAL_SUFFIX = "#check";

    /** No topic has it. A commit on it is refused before the group hears of it, but after the right is looked at. */
    private static final int NO_PARTITION = Integer.MAX_VALUE;

    private final KafkaSettings settings;
    private final AdminSession session;

    public AccessTrial(KafkaSettings settings, AdminSession session) {
        this.settings = settings;
        this.session = session;
    }

    /**
     * Compares the rights there are with the plan.
     *
     * @throws KafkaFailure when Kafka cannot be reached
     */
    public Report compare(AccessPlan plan) {
        Report onTopics = compareTopics(plan);
        List<Right> missing = new ArrayList<>(onTopics.missing());
        if (!mayJoin(plan.on(ResourceType.TOPIC).get(0).name())) {
            missing.addAll(plan.on(ResourceType.GROUP));
        }
        boolean mayBegin = mayBegin();
        if (!mayBegin && !maySeeOwn()) {
            missing.addAll(plan.on(ResourceType.TRANSACTIONAL_ID));
        }
        return new Report(missing, onTopics.unknown(), mayBegin);
    }

    /**
     * Compares the rights on topics alone, which is quick and disturbs nothing.
     *
     * @throws KafkaFailure when Kafka cannot be reached
     */
    public Report compareTopics(AccessPlan plan) {
        List<Right> missing = new ArrayList<>();
        List<Right> unknown = new ArrayList<>();
        List<String> topics =
                plan.on(ResourceType.TOPIC).stream().map(Right::name).distinct().toList();
        var descriptions = session.admin()
                .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        descriptions.forEach((topic, description) -> {
            try {
                missing.addAll(plan.missingOn(topic, granted(topic, description)));
            } catch (UnknownTopicOrPartitionException absent) {
                unknown.addAll(plan.missingOn(topic, Set.of()));
            }
        });
        return new Report(missing, unknown, false);
    }

    /**
     * Why no transaction can take the group's offsets, though the rights are there: such as a broker that is too old. Empty
     * when one can, or where only this instance's own transactional id is allowed, which must not be disturbed.
     *
     * @param topic that is there and may be read
     */
    public Optional<String> obstacleToCommits(String topic) {
        Map<String, Object> config = ClientConfigs.transactionalTrial(settings, TRIAL_SUFFIX);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
            try {
                producer.initTransactions();
                CommitTrial.run(producer, settings.groupId(), topic);
                return Optional.empty();
            } finally {
                producer.close(Duration.ZERO);
            }
        } catch (TransactionalIdAuthorizationException literalRight) {
            return Optional.empty();
        } catch (KafkaException failed) {
            return Optional.of(
                    LastingError.in(failed).map(LastingError::reason).orElseGet(() -> KafkaFailure.reason(failed)));
        }
    }

    /** Why Kafka makes no consumer of requests of these settings, each of which it takes by itself; empty when it does. Asks no broker. */
    public static Optional<String> obstacleToReading(KafkaSettings settings) {
        try {
            new KafkaConsumer<>(ClientConfigs.consumer(settings)).close(CloseOptions.timeout(Duration.ZERO));
            return Optional.empty();
        } catch (KafkaException refused) {
            return Optional.of(KafkaFailure.reason(refused));
        }
    }

    /**
     * Makes a consumer and a producer where they have settings that an admin client does not have. Asks no broker.
     *
     * @throws KafkaFailure when Kafka makes none of these settings
     */
    public static void requireClients(KafkaSettings settings) {
        if (!settings.consumer().isEmpty()) {
            KafkaFailure.connecting(settings, () -> new KafkaConsumer<>(ClientConfigs.consumer(settings)))
                    .close(CloseOptions.timeout(Duration.ZERO));
        }
        if (!settings.producer().isEmpty()) {
            KafkaFailure.connecting(settings, () -> new KafkaProducer<>(ClientConfigs.transactionalProducer(settings)))
                    .close(Duration.ZERO);
        }
    }

    private Set<AclOperation> granted(String topic, KafkaFuture<TopicDescription> description) {
        try {
            Set<AclOperation> granted =
                    session.answer("describe the topic " + topic, description).authorizedOperations();
            return granted == null ? EnumSet.allOf(AclOperation.class) : granted; // some brokers do not tell
        } catch (KafkaFailure failed) {
            if (failed.getCause() instanceof TopicAuthorizationException) {
                return maySeeSettings(topic) ? Set.of(AclOperation.DESCRIBE_CONFIGS) : Set.of();
            }
            if (failed.getCause() instanceof UnknownTopicOrPartitionException absent) {
                throw absent;
            }
            throw failed;
        }
    }

    /** Without Describe a topic says nothing of itself, but its settings may be readable all the same. */
    private boolean maySeeSettings(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return session.answerUnless(
                        TopicAuthorizationException.class,
                        "read the settings of the topic " + topic,
                        session.admin().describeConfigs(List.of(resource)).all())
                .isPresent();
    }

    private boolean mayJoin(String topic) {
        TopicPartition nowhere = new TopicPartition(topic, NO_PARTITION);
        try {
            session.answer(
                    "commit for the group " + settings.groupId(),
                    session.admin()
                            .alterConsumerGroupOffsets(settings.groupId(), Map.of(nowhere, new OffsetAndMetadata(0)))
                            .partitionResult(nowhere));
            return true;
        } catch (KafkaFailure failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException
                    || failed.getCause() instanceof TopicAuthorizationException) {
                return true;
            }
            if (failed.getCause() instanceof GroupAuthorizationException) {
                return false;
            }
            throw failed;
        }
    }

    /** The right may be for a prefix, which begins a transaction by an id that is no instance's, or for this instance's id alone. */
    private boolean mayBegin() {
        Map<String, Object> config = ClientConfigs.transactionalTrial(settings, TRIAL_SUFFIX);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
            try {
                producer.initTransactions();
                return true;
            } finally {
                producer.close(Duration.ZERO);
            }
        } catch (AuthorizationException denied) {
            return false;
        } catch (KafkaException failed) {
            throw KafkaFailure.of(settings.bootstrapServers(), "try a transactional id", failed);
        }
    }

    /** Beginning with the instance's own id would fence it. Write on it brings Describe with it. */
    private boolean maySeeOwn() {
        String own = ClientConfigs.transactionalId(settings);
        try {
            session.answer(
                    "look at the transactional id " + own,
                    session.admin().describeTransactions(List.of(own)).description(own));
            return true;
        } catch (KafkaFailure failed) {
            if (failed.getCause() instanceof TransactionalIdNotFoundException) {
                return true;
            }
            if (failed.getCause() instanceof TransactionalIdAuthorizationException
                    || failed.getCause() instanceof UnsupportedVersionException) {
                return false;
            }
            throw failed;
        }
    }

    /**
     * Which rights are lacking.
     *
     * @param missing those that Kafka has denied
     * @param unknown those that nothing can be said of, because the topic is not there
     * @param mayEndOthers whether this client may end transactions of other instances of the group, which nothing depends on
     */
    public record Report(List<Right> missing, List<Right> unknown, boolean mayEndOthers) {

        public Report {
            missing = List.copyOf(missing);
            unknown = List.copyOf(unknown);
        }
    }
}
