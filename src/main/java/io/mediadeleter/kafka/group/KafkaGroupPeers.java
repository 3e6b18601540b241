package io.mediadeleter.kafka.group;

import io.mediadeleter.control.Membership;
import io.mediadeleter.control.members.SilenceRule;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.LastingError;
import io.mediadeleter.pipeline.port.GroupPeers;
import io.mediadeleter.time.Time;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupResult;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * The consumer group as Kafka describes it. A member is removed by its static name, which is all that Kafka takes; so it is looked
 * up right before, whether the name is still that very member's.
 *
 * <p>Confined to the control thread; Kafka's client answers on a thread of its own, which waits for nothing.
 */
public final class KafkaGroupPeers implements GroupPeers, AutoCloseable {

    /** Within less than what a removed member waits with its commit: nobody is removed by a late request. */
    private static final int ANSWER_WITHIN_MS = 1_500;

    /** The brokers abort an open transaction meanwhile. */
    private static final int END_WITHIN_MS = 10_000;

    private final KafkaSettings settings;
    private final Supplier<Optional<String>> memberId;
    private final Time time;
    private final Queue<Removal> ended = new ConcurrentLinkedQueue<>();
    private final GroupClient client;

    /**
     * Connects on first use.
     *
     * @param memberId by which Kafka knows this process; empty while it is no member
     */
    public KafkaGroupPeers(KafkaSettings settings, Supplier<Optional<String>> memberId, Time time) {
        this.settings = settings;
        this.memberId = memberId;
        this.time = time;
        this.client = new GroupClient(() -> AdminSession.open(settings), time);
    }

    @Override
    public String group() {
        return settings.groupId();
    }

    @Override
    public Optional<Membership> own() {
        return memberId.get().filter(Membership::isPossible).map(id -> new Membership(group(), id));
    }

    @Override
    public List<Removal> ended() {
        List<Removal> news = new ArrayList<>();
        for (Removal next = ended.poll(); next != null; next = ended.poll()) {
            news.add(next);
        }
        return news;
    }

    @Override
    public void remove(Map<String, Membership> silent, long untilNanos) {
        var unused = client.get().whenComplete((open, failure) -> {
            if (failure != null) {
                silent.forEach((name, member) -> tell(name, member, failure));
            } else {
                ask(open.admin(), silent, found -> remove(open.admin(), found, silent, untilNanos));
            }
        });
    }

    /** Looks who is in the group; where that fails, tells so of all of these. */
    private void ask(Admin admin, Map<String, Membership> members, Consumer<ConsumerGroupDescription> answer) {
        KafkaFuture<ConsumerGroupDescription> asked = admin.describeConsumerGroups(
                        List.of(group()), new DescribeConsumerGroupsOptions().timeoutMs(ANSWER_WITHIN_MS))
                .describedGroups()
                .get(group());
        var unused = Objects.requireNonNull(asked).whenComplete((found, failure) -> {
            if (failure != null) {
                members.forEach((name, member) -> tell(name, member, failure));
            } else {
                answer.accept(found);
            }
        });
    }

    private void remove(Admin admin, ConsumerGroupDescription found, Map<String, Membership> silent, long untilNanos) {
        Map<String, Membership> present = new HashMap<>();
        silent.forEach((name, member) -> {
            if (isMember(found, name, member)) {
                present.put(name, member);
            } else {
                ended.add(new Removal(name, member.memberId(), RemovalOutcome.GONE, ""));
            }
        });
        if (present.isEmpty()) {
            return;
        }
        if (time.nanoTime() - untilNanos >= 0) {
            present.forEach(
                    (name, member) -> ended.add(new Removal(name, member.memberId(), RemovalOutcome.NOT_NOW, "")));
            return;
        }
        RemoveMembersFromConsumerGroupOptions options = new RemoveMembersFromConsumerGroupOptions(
                present.keySet().stream().map(MemberToRemove::new).toList());
        options.reason("no probe for " + SilenceRule.SILENCE);
        options.timeoutMs(ANSWER_WITHIN_MS);
        RemoveMembersFromConsumerGroupResult removal = admin.removeMembersFromConsumerGroup(group(), options);
        boolean isNew = found.type() == GroupType.CONSUMER;
        present.forEach((name, member) -> {
            var unused = removal.memberResult(new MemberToRemove(name)).whenComplete((done, failure) -> {
                if (failure instanceof UnknownMemberIdException && isNew) {
                    ask(admin, Map.of(name, member), now -> unknown(now, name, member));
                } else if (failure != null) {
                    tell(name, member, failure);
                } else {
                    ended.add(new Removal(name, member.memberId(), RemovalOutcome.REMOVED, ""));
                    endTransaction(admin, name, member);
                }
            });
        });
    }

    private static boolean isMember(ConsumerGroupDescription found, String name, Membership member) {
        return found.members().stream()
                .anyMatch(one -> one.consumerId().equals(member.memberId())
                        && one.groupInstanceId().filter(name::equals).isPresent());
    }

    /** To brokers before 4.0 every member of the newer protocol is unknown when it is to be removed; to others, one that has left. */
    private void unknown(ConsumerGroupDescription now, String name, Membership member) {
        boolean isUnsupported = isMember(now, name, member);
        ended.add(new Removal(
                name,
                member.memberId(),
                isUnsupported ? RemovalOutcome.REFUSED : RemovalOutcome.GONE,
                isUnsupported
                        ? "These brokers remove no member of a group of the consumer protocol: Kafka 4.0 or later is"
                                + " needed for that"
                        : ""));
    }

    private void tell(String name, Membership member, Throwable failure) {
        client.failed(failure);
        if (failure instanceof UnknownMemberIdException || failure instanceof GroupIdNotFoundException) {
            ended.add(new Removal(name, member.memberId(), RemovalOutcome.GONE, ""));
        } else if (LastingError.in(failure).isPresent()) {
            ended.add(new Removal(
                    name,
                    member.memberId(),
                    RemovalOutcome.REFUSED,
                    "Kafka lets this instance remove no member of the group " + group() + ": " + failure.getMessage()));
        } else {
            ended.add(
                    new Removal(name, member.memberId(), RemovalOutcome.NOT_NOW, String.valueOf(failure.getMessage())));
        }
    }

    /**
     * By the exact id that the member's own producer has. What a former process of this one's name had open has ended with this one's
     * beginning, and the id is this one's now.
     */
    private void endTransaction(Admin admin, String name, Membership member) {
        if (name.equals(settings.instanceId())) {
            return;
        }
        String id = ClientConfigs.transactionalId(settings, name);
        KafkaFuture<Void> fenced = admin.fenceProducers(
                        List.of(id), new FenceProducersOptions().timeoutMs(END_WITHIN_MS))
                .fencedProducers()
                .get(id);
        if (fenced != null) {
            var unused = fenced.whenComplete((done, failure) -> ended.add(
                    failure == null
                            ? new Removal(name, member.memberId(), RemovalOutcome.FENCED, "")
                            : new Removal(
                                    name,
                                    member.memberId(),
                                    RemovalOutcome.NOT_FENCED,
                                    "The transaction of another instance cannot be ended: " + failure.getMessage())));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
