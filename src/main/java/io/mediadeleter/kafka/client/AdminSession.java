package io.mediadeleter.kafka.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;

/**
 * Kafka's admin client, whose every answer is waited for with a limit and every failure told. Thread-safe.
 *
 * <p>Where an answer that was waited for here tells that the client's thread has died, the next question connects anew.
 */
public final class AdminSession implements AutoCloseable {

    /** A slow machine's first connection, with TLS and a password to prove, takes many seconds; it must not end every start. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    /** A group's coordinator answers within moments; for who has not heard of it by then, it is looked whether there is one. */
    private static final Duration COORDINATOR_WITHIN = Duration.ofSeconds(2);

    private final String bootstrapServers;
    private final String groupId;
    private final RenewedAdmin admin;
    private final Duration patience;

    private AdminSession(KafkaSettings settings, Map<String, Object> config) {
        this.bootstrapServers = settings.bootstrapServers();
        this.groupId = settings.groupId();
        this.admin = new RenewedAdmin(() -> KafkaFailure.connecting(settings, () -> Admin.create(config)));
        this.patience = DependentTimeouts.patienceWithAdmin(config);
    }

    /**
     * Connects on first use.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public static AdminSession open(KafkaSettings settings) {
        int answerMs = (int) ANSWER_WITHIN.toMillis();
        return new AdminSession(settings, ClientConfigs.admin(settings, answerMs, answerMs / 2));
    }

    /** The client to ask now: another one once this one has been found dead. */
    public Admin admin() {
        return admin.get();
    }

    /**
     * Waits for Kafka's answer; empty when it is an error of this type.
     *
     * @param task what was asked, as in "cannot …"
     * @throws KafkaFailure at any other error
     */
    public <T> Optional<T> answerUnless(Class<? extends Exception> error, String task, KafkaFuture<T> future) {
        try {
            return Optional.of(answer(task, future));
        } catch (KafkaFailure e) {
            if (error.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Waits for Kafka's answer.
     *
     * @throws KafkaFailure at an error; its cause is Kafka's
     */
    public <T> T answer(String task, KafkaFuture<T> future) {
        try {
            return admin.answer(future, patience);
        } catch (ExecutionException e) {
            throw failure(task, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(task, e);
        }
    }

    /**
     * Waits for the answer of who coordinates the group; empty when there is no such group.
     *
     * @throws KafkaFailure at any other error, and soon where nobody can coordinate the group: its message says why
     */
    public <T> Optional<T> answerOfGroup(String task, KafkaFuture<T> future) {
        try {
            var unused = future.get(COORDINATOR_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            Coordinators.look(this).gaps(groupId, List.of()).stream()
                    .findFirst()
                    .ifPresent(gap -> {
                        throw failure(task, new CoordinatorNotAvailableException(gap));
                    });
        } catch (ExecutionException told) {
            return answerUnless(GroupIdNotFoundException.class, task, future);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return answerUnless(GroupIdNotFoundException.class, task, future);
    }

    /**
     * What the group has committed; nothing when there is no such group.
     *
     * @throws KafkaFailure when Kafka does not answer, or this client may not know
     */
    public Map<TopicPartition, OffsetAndMetadata> committed() {
        return answerOfGroup(
                        "read the offsets of group " + groupId,
                        admin().listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata())
                .orElse(Map.of());
    }

    /**
     * The topics of these names as they are, with the operations that are allowed on them.
     *
     * @param leftOut topics that fail with one of these errors are left out
     * @throws KafkaFailure at any other error
     */
    public List<TopicDescription> describe(Collection<String> names, Class<?>... leftOut) {
        return describe(names, (name, why) -> Stream.of(leftOut).anyMatch(error -> error.isInstance(why)));
    }

    /**
     * The same, in the order of the names.
     *
     * @param isLeftOut told of each topic that fails, and why
     */
    public List<TopicDescription> describe(Collection<String> names, BiPredicate<String, Throwable> isLeftOut) {
        List<TopicDescription> found = new ArrayList<>();
        Map<String, KafkaFuture<TopicDescription>> answers = admin().describeTopics(
                        names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        for (String name : new LinkedHashSet<>(names)) {
            try {
                found.add(answer("describe the topic " + name, Objects.requireNonNull(answers.get(name))));
            } catch (KafkaFailure failed) {
                if (!isLeftOut.test(name, failed.getCause())) {
                    throw failed;
                }
            }
        }
        return found;
    }

    /** Whether this client may read the topic, which has to be described with the operations; true where the brokers do not tell. */
    public static boolean mayRead(TopicDescription topic) {
        Set<AclOperation> allowed = topic.authorizedOperations();
        return allowed == null || allowed.isEmpty() || allowed.contains(AclOperation.READ);
    }

    /**
     * All partitions of these topics, for whoever needs to know of each.
     *
     * @param task what for, as in "cannot …"
     * @throws KafkaFailure when one has no leader; its message names it
     */
    public List<TopicPartition> allLed(String task, Collection<TopicDescription> topics) {
        Leadership leadership = Leadership.of(topics);
        leadership.gap().ifPresent(gap -> {
            throw failure(task, new LeaderNotAvailableException(gap));
        });
        return leadership.led();
    }

    /**
     * Where partitions begin or end, or where records of a time are. One that has no leader hides all others until the question times
     * out: see {@link Leadership}.
     *
     * @param task what is asked for, as in "cannot …"
     * @throws KafkaFailure when Kafka does not answer, or refuses
     */
    public Map<TopicPartition, ListOffsetsResultInfo> offsets(
            String task, Collection<TopicPartition> partitions, OffsetSpec wanted, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> wanted));
        return asked.isEmpty()
                ? Map.of()
                : answer(
                        task,
                        admin().listOffsets(asked, new ListOffsetsOptions(isolation))
                                .all());
    }

    /** The same as offsets alone. */
    public Map<TopicPartition, Long> bounds(
            String task, Collection<TopicPartition> partitions, OffsetSpec wanted, IsolationLevel isolation) {
        return plain(offsets(task, partitions, wanted, isolation));
    }

    /** The offsets alone. */
    public static Map<TopicPartition, Long> plain(Map<TopicPartition, ListOffsetsResultInfo> found) {
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /**
     * The consumer group as its coordinator knows it; empty when there is none of that name.
     *
     * @throws KafkaFailure when Kafka does not answer, or this client may not know
     */
    public Optional<ConsumerGroupDescription> group() {
        return answerOfGroup(
                "list the members of the group " + groupId,
                Objects.requireNonNull(admin().describeConsumerGroups(List.of(groupId))
                        .describedGroups()
                        .get(groupId)));
    }

    public KafkaFailure failure(String task, Throwable cause) {
        return KafkaFailure.of(bootstrapServers, task, cause);
    }

    @Override
    public void close() {
        admin.close();
    }
}
