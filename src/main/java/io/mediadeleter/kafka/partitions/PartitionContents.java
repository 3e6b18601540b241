package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.pipeline.status.OffsetlessPartition;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What lies on a partition.
 *
 * @param begin the first offset
 * @param end the offset behind the last one that can be read
 * @param logEnd the offset behind the last one; what is between the two lies behind a transaction that is open
 * @param since the timestamp of the first record that has one; null when there is none
 * @param tooOld how many offsets, at least, hold records that are older than what was asked for
 */
public record PartitionContents(
        long begin, long end, long logEnd, @Nullable Instant since, long tooOld) {

    private static final int ANSWER_WITHIN_MS = 10_000;

    /** Whether no record is there that can be read. */
    public boolean isEmpty() {
        return begin >= end;
    }

    /** How many offsets lie behind a transaction that is open, so that nobody can read them yet. */
    public long hidden() {
        return logEnd - end;
    }

    /** The same in the words of the engine. */
    public OffsetlessPartition of(TopicPartition partition) {
        return new OffsetlessPartition(KafkaConversions.toPartition(partition), end - begin, since, tooOld);
    }

    /**
     * Looks at partitions; waits for nothing.
     *
     * @param oldest what was written before this is too old; null for no limit
     */
    public static CompletableFuture<Map<TopicPartition, PartitionContents>> ask(
            Admin admin, Collection<TopicPartition> partitions, @Nullable Instant oldest) {
        if (partitions.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        var begins = readable(admin, partitions, OffsetSpec.earliest());
        var ends = readable(admin, partitions, OffsetSpec.latest());
        var logEnds = all(admin, partitions, OffsetSpec.latest());
        var firsts = readable(admin, partitions, KafkaConversions.since(Instant.EPOCH));
        var young = oldest == null ? begins : readable(admin, partitions, KafkaConversions.since(oldest));
        return CompletableFuture.allOf(begins, ends, logEnds, firsts, young).thenApply(done -> {
            Map<TopicPartition, PartitionContents> stocks = new HashMap<>();
            begins.join().forEach((partition, begin) -> {
                long end = at(ends.join(), partition).offset();
                long callable = at(young.join(), partition).offset();
                ListOffsetsResultInfo first = at(firsts.join(), partition);
                stocks.put(
                        partition,
                        new PartitionContents(
                                begin.offset(),
                                end,
                                Math.max(end, at(logEnds.join(), partition).offset()),
                                first.offset() < 0 ? null : Instant.ofEpochMilli(first.timestamp()),
                                Math.max(0, (callable < 0 ? end : callable) - begin.offset())));
            });
            return stocks;
        });
    }

    /** Where what can be read of each of these ends, but for those that no broker leads; waits for nothing. */
    public static CompletableFuture<Map<TopicPartition, LogEnd>> ends(
            Admin admin, Collection<TopicPartition> partitions) {
        Set<String> topics = KafkaConversions.topics(partitions);
        return admin.describeTopics(topics)
                .allTopicNames()
                .toCompletionStage()
                .thenCompose(described -> {
                    Set<TopicPartition> led =
                            new HashSet<>(Leadership.of(described.values()).led());
                    led.retainAll(partitions);
                    return led.isEmpty()
                            ? CompletableFuture.completedFuture(Map.<TopicPartition, ListOffsetsResultInfo>of())
                            : readable(admin, led, OffsetSpec.latest());
                })
                .thenApply(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> new LogEnd(
                                        entry.getValue().offset(),
                                        entry.getValue().leaderEpoch()))))
                .toCompletableFuture();
    }

    /**
     * The first offset of each partition whose record has this timestamp or a later one, whether it can be read or not; negative
     * where there is none. Waits for nothing.
     */
    public static CompletableFuture<Map<TopicPartition, Long>> since(
            Admin admin, Collection<TopicPartition> partitions, Instant time) {
        return all(admin, partitions, KafkaConversions.since(time)).thenApply(AdminSession::plain);
    }

    private static CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> readable(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec wanted) {
        return offsets(admin, partitions, wanted, IsolationLevel.READ_COMMITTED);
    }

    private static CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> all(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec wanted) {
        return offsets(admin, partitions, wanted, IsolationLevel.READ_UNCOMMITTED);
    }

    private static CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec wanted, IsolationLevel isolation) {
        return admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> wanted)),
                        new ListOffsetsOptions(isolation).timeoutMs(ANSWER_WITHIN_MS))
                .all()
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static ListOffsetsResultInfo at(
            Map<TopicPartition, ListOffsetsResultInfo> found, TopicPartition partition) {
        return Objects.requireNonNull(found.get(partition), partition::toString);
    }
}
