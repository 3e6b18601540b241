package io.mediadeleter.kafka.scan;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What a scan reads, and what it cannot.
 *
 * @param partitions in the order of the topics that were asked for, and of their numbers
 * @param unread the topics that cannot be read, each with the reason
 * @param leaderless partitions of the other topics that nobody can read now
 */
public record ScanExtent(
        List<PartitionExtent> partitions, Map<String, String> unread, List<TopicPartition> leaderless) {

    /** Why a topic is not read that is not there, as this client sees it. */
    public static final String ABSENT = "there is no such topic, or this client may not describe it";

    public ScanExtent {
        partitions = List.copyOf(partitions);
        unread = Map.copyOf(unread);
        leaderless = List.copyOf(leaderless);
    }

    /** All that was asked for. */
    public ScanExtent(List<PartitionExtent> partitions) {
        this(partitions, Map.of(), List.of());
    }

    /** Why not all of the topic is read; empty when it is. */
    public Optional<String> gap(String topic) {
        return Optional.ofNullable(unread.get(topic))
                .or(() -> Leadership.gap(leaderless.stream()
                        .filter(partition -> partition.topic().equals(topic))
                        .toList()));
    }

    /** How many offsets are read in all. */
    public long length() {
        return partitions.stream().mapToLong(PartitionExtent::length).sum();
    }

    /**
     * When the first record was written that is still there in the partition that has removed most, if that is after {@code since}; one
     * that has removed all has nothing from before it was asked. What was removed may all be older than {@code since} where little is
     * written, which nobody can tell any more.
     *
     * @param since null for the beginning, whenever that is
     * @param asked when the brokers were asked, or before
     */
    public Optional<Instant> oldestAfter(@Nullable Instant since, Instant asked) {
        return since == null
                ? Optional.empty()
                : partitions.stream()
                        .filter(part -> part.first() > 0)
                        .map(part -> Optional.ofNullable(part.earliest()).orElse(asked))
                        .max(Comparator.naturalOrder())
                        .filter(first -> first.isAfter(since));
    }

    /**
     * Asks the brokers what there is now. A topic that is not there, or that this client may not read, is told, and so is a partition
     * that has no leader.
     *
     * @param since records that were written before are not read; null for all of them
     * @throws KafkaFailure when Kafka cannot be reached
     */
    public static ScanExtent of(AdminSession session, Collection<String> topics, @Nullable Instant since) {
        return of(session, topics, since, () -> false);
    }

    /** The same with all records of a topic, those of transactions that are open or were aborted included. */
    public static ScanExtent ofAll(AdminSession session, String topic) {
        return of(session, List.of(topic), null, partitions -> ReadableEnds.ofAll(session, partitions));
    }

    /**
     * The same, once the transactions that are open now have ended.
     *
     * @param waits as for {@link ReadableEnds}
     */
    public static ScanExtent of(
            AdminSession session, Collection<String> topics, @Nullable Instant since, BooleanSupplier waits) {
        return of(session, topics, since, partitions -> ReadableEnds.of(session, partitions, waits));
    }

    private static ScanExtent of(
            AdminSession session,
            Collection<String> topics,
            @Nullable Instant since,
            Function<List<TopicPartition>, ReadableEnds> ends) {
        Map<String, String> unread = new TreeMap<>();
        Leadership leadership = Leadership.of(readable(session, topics, unread));
        List<TopicPartition> readable = leadership.led();
        ReadableEnds found = ends.apply(readable);
        Map<TopicPartition, ListOffsetsResultInfo> firsts = offsets(session, readable, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> earliest =
                offsets(session, readable, KafkaConversions.since(Instant.EPOCH));
        Map<TopicPartition, ListOffsetsResultInfo> begins =
                since == null ? firsts : offsets(session, readable, KafkaConversions.since(since));
        List<PartitionExtent> partitions = new ArrayList<>();
        for (TopicPartition partition : readable) {
            long end = at(found.ends(), partition);
            ListOffsetsResultInfo oldest = at(earliest, partition);
            long begin = at(begins, partition).offset();
            partitions.add(new PartitionExtent(
                    KafkaConversions.toPartition(partition),
                    at(firsts, partition).offset(),
                    oldest.offset() < 0 ? null : Instant.ofEpochMilli(oldest.timestamp()),
                    begin < 0 ? end : Math.min(begin, end),
                    end,
                    found.hidden().getOrDefault(partition, 0L)));
        }
        return new ScanExtent(partitions, unread, leadership.leaderless());
    }

    /** What cannot be read of it, if anything; asks the brokers since when. */
    public Optional<HiddenRecords> hidden(AdminSession session) {
        return HiddenRecords.of(
                session,
                partitions.stream()
                        .filter(part -> part.undecided() > 0)
                        .collect(Collectors.toMap(
                                part -> KafkaConversions.toTopicPartition(part.partition()),
                                PartitionExtent::undecided)));
    }

    private static List<TopicDescription> readable(
            AdminSession session, Collection<String> topics, Map<String, String> unread) {
        List<TopicDescription> readable = new ArrayList<>();
        for (TopicDescription topic : session.describe(topics, (name, why) -> isUnread(name, why, unread))) {
            if (AdminSession.mayRead(topic)) {
                readable.add(topic);
            } else {
                unread.put(topic.name(), missing("Read", topic.name()));
            }
        }
        return readable;
    }

    private static boolean isUnread(String name, Throwable why, Map<String, String> unread) {
        if (why instanceof AuthorizationException) {
            unread.put(name, missing("Describe", name));
        } else if (why instanceof UnknownTopicOrPartitionException) {
            unread.put(name, ABSENT);
        }
        return unread.containsKey(name);
    }

    static String missing(String right, String topic) {
        return "missing ACL: " + right + " on topic " + topic;
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            AdminSession session, List<TopicPartition> partitions, OffsetSpec wanted) {
        return ReadableEnds.offsets(session, partitions, wanted, IsolationLevel.READ_UNCOMMITTED);
    }

    private static <T> T at(Map<TopicPartition, T> found, TopicPartition partition) {
        return Optional.ofNullable(found.get(partition)).orElseThrow();
    }
}
