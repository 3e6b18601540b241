package io.mediadeleter.chaos;

import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** The instances of a deployment, in processes of their own, and how Kafka sees them. Not thread-safe. */
final class Group implements AutoCloseable {

    private static final Duration PATIENCE = Patience.LIMIT;

    private final Deployment deployment;
    private final List<ChildProcess> instances = new ArrayList<>();

    private Group(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Starts this many instances; returns at once. */
    static Group start(Deployment deployment, int size) {
        Group group = new Group(deployment);
        IntStream.range(0, size).forEach(number -> group.join());
        return group;
    }

    /** Starts one more instance. */
    ChildProcess join() {
        ChildProcess instance = deployment.start(name(instances.size()));
        instances.add(instance);
        return instance;
    }

    /** Starts an instance again that has ended. */
    void restart(int number) {
        instances.set(number, deployment.start(name(number)));
    }

    ChildProcess instance(int number) {
        return instances.get(number);
    }

    /** Waits until every living instance has partitions, of whatever topic, and nobody else has. */
    void awaitShared(Admin admin) {
        await("a share for everyone")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> isShared(admin, deployment, living()));
    }

    /** The partitions of the request topic that an instance has. */
    Set<Integer> partitionsOf(Admin admin, int number) {
        return describe(admin, deployment).members().stream()
                .filter(member ->
                        member.groupInstanceId().filter(name(number)::equals).isPresent())
                .flatMap(member -> requested(member).stream())
                .collect(Collectors.toSet());
    }

    /** SIGSTOP at a moment when the instance's transaction is open. */
    void pauseInTransaction(Admin admin, int number) {
        String transactionalId = transactionalId(number);
        await("an open transaction")
                .atMost(PATIENCE)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(7))
                .until(() -> {
                    instance(number).pause();
                    if (isOpen(admin, transactionalId)) {
                        return true;
                    }
                    instance(number).resume();
                    return false;
                });
    }

    /** Waits until the broker has given up the instance's transaction. */
    void awaitTransactionEnd(Admin admin, int number) {
        await("the transaction's end").atMost(PATIENCE).until(() -> !isOpen(admin, transactionalId(number)));
    }

    private String transactionalId(int number) {
        return deployment.name() + "-" + name(number);
    }

    private static boolean isOpen(Admin admin, String transactionalId) {
        TransactionDescription transaction = Patience.get(
                        admin.describeTransactions(List.of(transactionalId)).all())
                .values()
                .iterator()
                .next();
        return transaction.state() == TransactionState.ONGOING;
    }

    @Override
    public void close() {
        instances.forEach(ChildProcess::close);
    }

    /** Whether so many members have partitions, of whatever topic, and nobody else has. */
    static boolean isShared(Admin admin, Deployment deployment, long members) {
        ConsumerGroupDescription group = describe(admin, deployment);
        return group.groupState() == GroupState.STABLE
                && group.members().size() == members
                && group.members().stream()
                        .noneMatch(
                                member -> member.assignment().topicPartitions().isEmpty());
    }

    private long living() {
        return instances.stream().filter(ChildProcess::isAlive).count();
    }

    private Set<Integer> requested(MemberDescription member) {
        return member.assignment().topicPartitions().stream()
                .filter(partition -> partition.topic().equals(deployment.requested()))
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }

    private static ConsumerGroupDescription describe(Admin admin, Deployment deployment) {
        return Patience.get(
                        admin.describeConsumerGroups(List.of(deployment.name())).all())
                .values()
                .iterator()
                .next();
    }

    private static String name(int number) {
        return "instance-" + number;
    }
}
