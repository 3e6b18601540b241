package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.RetryDelay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks for records that nobody reads any more because a setting has changed: another retry schedule, another name of a
 * topic, another group. What this client may not see is not found. Confined to one thread.
 */
public final class LeftoverSearch {

    /** Groups that are asked for what they have committed; more are left out. */
    private static final int MOST_GROUPS = 50;

    /** The ends of names that topics have by default, where settings may name others. */
    private static final List<String> USUAL = List.of(".replay", ".bulk", ".bulk.grace");

    private final AdminSession session;
    private final KafkaSettings settings;
    private final TopicNames topics;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final List<Leftover> found = new ArrayList<>();

    private LeftoverSearch(AdminSession session, KafkaSettings settings, TopicNames topics) {
        this.session = session;
        this.settings = settings;
        this.topics = topics;
    }

    /**
     * Looks once.
     *
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public static List<Leftover> find(AdminSession session, KafkaSettings settings, TopicNames topics) {
        LeftoverSearch looking = new LeftoverSearch(session, settings, topics);
        looking.look();
        return List.copyOf(looking.found);
    }

    private Admin admin() {
        return session.admin();
    }

    private void look() {
        committed.putAll(offsetsOf(Set.of(settings.groupId())).getOrDefault(settings.groupId(), Map.of()));
        Set<String> there =
                session.answer("list the topics", admin().listTopics().names());
        Set<String> read = Set.copyOf(topics.consumed());
        Set<String> suspects = new TreeSet<>(there);
        suspects.removeAll(read);
        suspects.removeIf(topic -> earlierDelay(topic).isEmpty()
                && !USUAL.stream().map(topics.requested()::concat).toList().contains(topic)
                && committed.keySet().stream()
                        .noneMatch(partition -> partition.topic().equals(topic)));
        Map<String, TopicDescription> described = describe(suspects);
        Map<String, Long> unread = unread(described.values(), committed);
        suspects.forEach(topic -> {
            TopicDescription description = described.get(topic);
            long records = unread.getOrDefault(topic, 0L);
            if (description != null && records > 0) {
                found.add(earlierDelay(topic)
                        .map(delay -> AdminSession.mayRead(description)
                                ? Leftover.drained(topic, delay, records)
                                : Leftover.refused(topic, records))
                        .orElseGet(() -> Leftover.unread(topic, records)));
            } else if (description != null) {
                lookForLeaders(description, earlierDelay(topic).filter(delay -> AdminSession.mayRead(description)));
            }
        });
        lookForDeadLetters(there);
        lookForOtherGroups();
    }

    private Optional<RetryDelay> earlierDelay(String topic) {
        return topics.consumed().contains(topic) ? Optional.empty() : topics.delayOf(topic);
    }

    private void lookForDeadLetters(Set<String> there) {
        String usual = topics.requested() + ".dead-letter";
        if (there.contains(usual) && !topics.deadLetter().equals(usual)) {
            Collection<TopicDescription> described = describe(Set.of(usual)).values();
            long records = unread(described, Map.of()).getOrDefault(usual, 0L);
            if (records > 0) {
                found.add(Leftover.deadLetters(usual, records));
            } else {
                described.forEach(topic -> lookForLeaders(topic, Optional.empty()));
            }
        }
    }

    /** What lies on a partition that nobody leads is not known, and so not known to be nothing. */
    private void lookForLeaders(TopicDescription topic, Optional<RetryDelay> delay) {
        Leadership.of(List.of(topic)).gap().ifPresent(gap -> found.add(Leftover.hidden(topic.name(), delay, gap)));
    }

    /** A group that begins reads all that is there, and so does again what another has done. */
    private void lookForOtherGroups() {
        List<String> unknown = topics.requests().stream()
                .filter(topic -> committed.keySet().stream()
                        .noneMatch(partition -> partition.topic().equals(topic)))
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        Set<String> groups = session
                .answer("list the groups", admin().listGroups().valid())
                .stream()
                .map(listing -> listing.groupId())
                .filter(group -> !group.equals(settings.groupId()))
                .sorted()
                .limit(MOST_GROUPS)
                .collect(Collectors.toCollection(TreeSet::new));
        Collection<TopicDescription> described = describe(Set.copyOf(unknown)).values();
        Map<String, Long> all = unread(described, Map.of());
        offsetsOf(groups).forEach((group, offsets) -> {
            Map<String, Long> left = unread(described, offsets);
            all.forEach((topic, records) -> {
                long settled = records - left.getOrDefault(topic, 0L);
                if (settled > 0) {
                    found.add(Leftover.otherGroup(topic, group, settings.groupId(), settled));
                }
            });
        });
    }

    private Map<String, Map<TopicPartition, Long>> offsetsOf(Set<String> groups) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        Map<String, ListConsumerGroupOffsetsSpec> specs = new HashMap<>();
        groups.forEach(group -> specs.put(group, new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, Long>> offsets = new HashMap<>();
        var answer = admin().listConsumerGroupOffsets(specs);
        for (String group : groups) {
            Map<TopicPartition, Long> own = new HashMap<>();
            session.answerUnless(
                            GroupIdNotFoundException.class,
                            "read the offsets of group " + group,
                            answer.partitionsToOffsetAndMetadata(group))
                    .ifPresent(at -> at.forEach((partition, offset) -> {
                        if (offset != null) {
                            own.put(partition, offset.offset());
                        }
                    }));
            offsets.put(group, own);
        }
        return offsets;
    }

    private Map<String, TopicDescription> describe(Set<String> names) {
        return session.describe(names, UnknownTopicOrPartitionException.class, AuthorizationException.class).stream()
                .collect(Collectors.toMap(TopicDescription::name, Function.identity()));
    }

    /** How many records of each topic lie at these offsets and behind them, as far as its partitions have leaders. */
    private Map<String, Long> unread(Collection<TopicDescription> described, Map<TopicPartition, Long> offsets) {
        List<TopicPartition> partitions = Leadership.of(described).led();
        Map<TopicPartition, Long> begins = bounds(partitions, OffsetSpec.earliest());
        Map<String, Long> unread = new HashMap<>();
        bounds(partitions, OffsetSpec.latest()).forEach((partition, end) -> {
            long begin = begins.getOrDefault(partition, end);
            long from = Math.max(begin, offsets.getOrDefault(partition, begin));
            unread.merge(partition.topic(), Math.max(0, end - from), Long::sum);
        });
        return unread;
    }

    private Map<TopicPartition, Long> bounds(List<TopicPartition> partitions, OffsetSpec which) {
        return session.bounds("read where the topics end", partitions, which, IsolationLevel.READ_COMMITTED);
    }
}
