package io.mediadeleter.kafka.group;

import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.Gap;
import io.mediadeleter.group.GroupFacts.Waiting;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.group.WatchedTopics.Topic;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.offset.CommitPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka what waits on a group's topics. It reads no record. For one use. */
final class Backlogs {

    private static final int MOST_NAMED = 3;
    private static final int ANSWER_WITHIN_MS = 5_000;
    private static final ListOffsetsOptions COMMITTED =
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(ANSWER_WITHIN_MS);
    private static final ListOffsetsOptions ALL =
            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(ANSWER_WITHIN_MS);

    /**
     * What was found.
     *
     * @param missing topics that could not be looked at, each with the reason
     * @param leaderless partitions that have no leader, so that nobody can read or write them
     */
    record Found(List<Waiting> waiting, Map<String, String> missing, List<TopicPartition> leaderless) {

        /** What keeps it from being all that waits. */
        List<Gap> gaps() {
            List<Gap> gaps = new ArrayList<>();
            if (!missing.isEmpty()) {
                gaps.add(new Gap(
                        GroupFacts.WAITS + "some topics",
                        missing.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .limit(MOST_NAMED)
                                .map(topic -> topic.getKey() + ": " + topic.getValue())
                                .collect(Collectors.joining("; ")),
                        true));
            }
            Leadership.gap(leaderless)
                    .ifPresent(gap -> gaps.add(new Gap(GroupFacts.WAITS + "some partitions", gap, true, true)));
            return gaps;
        }
    }

    private final AdminSession session;
    private final WatchedTopics topics;
    private final Instant now;

    private Backlogs(AdminSession session, WatchedTopics topics, Instant now) {
        this.session = session;
        this.topics = topics;
        this.now = now;
    }

    /**
     * Looks once.
     *
     * @param gracePeriod how long requests wait before they are first called
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    static Found look(AdminSession session, TopicNames names, Duration gracePeriod, Instant now) {
        return new Backlogs(session, WatchedTopics.find(session, names, gracePeriod), now).look();
    }

    private Found look() {
        Map<TopicPartition, Topic> partitions = topics.partitions();
        Map<TopicPartition, CommitPoint> committed = committed();
        Map<TopicPartition, Long> begins = offsets(partitions.keySet(), OffsetSpec.earliest(), COMMITTED);
        Map<TopicPartition, Long> ends = offsets(partitions.keySet(), OffsetSpec.latest(), COMMITTED);
        Map<TopicPartition, Long> all = offsets(partitions.keySet(), OffsetSpec.latest(), ALL);
        Map<TopicPartition, Long> dueEnds = dueEnds();
        List<Waiting> waiting = new ArrayList<>();
        Map<TopicPartition, Long> heads = new HashMap<>();
        Map<TopicPartition, Long> blocked = new HashMap<>();
        partitions.forEach((partition, topic) -> {
            long begin = begins.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, begin);
            Optional<CommitPoint> point =
                    Optional.ofNullable(committed.get(partition)).filter(found -> found.isOf(topic.topicId()));
            boolean isStarted = point.isPresent();
            long from = point.map(found -> Math.max(begin, found.offset())).orElse(begin);
            long above = point.filter(found -> found.offset() >= begin)
                    .map(CommitPoint::settledAbove)
                    .orElse(0L);
            long records = Math.max(0, end - from - above);
            long dueEnd = dueEnds.getOrDefault(partition, -1L);
            long due = dueEnd < 0 ? records : Math.min(records, Math.max(0, dueEnd - from));
            long undecided = Math.max(0, all.getOrDefault(partition, end) - end);
            if (due > 0) {
                heads.put(partition, from);
            }
            if (undecided > 0) {
                blocked.put(partition, end);
            }
            waiting.add(new Waiting(
                    KafkaConversions.toPartition(partition),
                    topic.kind(),
                    records,
                    due,
                    null,
                    undecided,
                    null,
                    point.map(found -> found.offset() + found.metadata()).orElse(""),
                    isStarted));
        });
        return new Found(aged(waiting, heads, blocked), topics.missing(), topics.leaderless());
    }

    private List<Waiting> aged(
            List<Waiting> waiting, Map<TopicPartition, Long> heads, Map<TopicPartition, Long> blocked) {
        Map<TopicPartition, Instant> oldest = AgeSearch.timestamps(session, COMMITTED, heads, now);
        Map<TopicPartition, Instant> since = AgeSearch.timestamps(session, ALL, blocked, now);
        return waiting.stream()
                .map(each -> {
                    TopicPartition partition = KafkaConversions.toTopicPartition(each.partition());
                    Instant stamp = oldest.get(partition);
                    return new Waiting(
                            each.partition(),
                            each.kind(),
                            each.records(),
                            each.due(),
                            stamp == null ? null : stamp.plus(topicOf(partition).delay()),
                            each.undecided(),
                            since.get(partition),
                            each.progress(),
                            each.isStarted());
                })
                .sorted(Comparator.comparing(Waiting::kind)
                        .thenComparing(each -> each.partition().topic())
                        .thenComparing(each -> each.partition().number()))
                .toList();
    }

    private Topic topicOf(TopicPartition partition) {
        return Objects.requireNonNull(topics.partitions().get(partition));
    }

    private Map<TopicPartition, CommitPoint> committed() {
        Map<TopicPartition, CommitPoint> committed = new HashMap<>();
        KafkaConversions.points(session.committed())
                .forEach((partition, point) -> committed.put(KafkaConversions.toTopicPartition(partition), point));
        return committed;
    }

    /** Where those begin that are not due yet; a partition of which all are due is missing, or negative. */
    private Map<TopicPartition, Long> dueEnds() {
        Map<Duration, Set<TopicPartition>> byDelay = new HashMap<>();
        topics.partitions().forEach((partition, topic) -> {
            if (!topic.delay().isZero()) {
                byDelay.computeIfAbsent(topic.delay(), unused -> new HashSet<>())
                        .add(partition);
            }
        });
        Map<TopicPartition, Long> ends = new HashMap<>();
        byDelay.forEach(
                (delay, those) -> ends.putAll(offsets(those, KafkaConversions.since(now.minus(delay)), COMMITTED)));
        return ends;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> those, OffsetSpec which, ListOffsetsOptions options) {
        if (those.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        those.forEach(partition -> asked.put(partition, which));
        return AdminSession.plain(session.answer(
                "read where the topics end",
                session.admin().listOffsets(asked, options).all()));
    }
}
