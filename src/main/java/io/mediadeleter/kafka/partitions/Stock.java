package io.mediadeleter.kafka.partitions;

import io.mediadeleter.pipeline.port.Unstarted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What lies on a partition, as far as it can be read.
 *
 * @param begin the first offset
 * @param end the offset behind the last one
 * @param since the timestamp of the first record that has one; null when there is none
 * @param tooOld how many offsets, at least, hold records that are older than what was asked for
 */
public record Stock(long begin, long end, @Nullable Instant since, long tooOld) {

    /** Whether no record is there. */
    public boolean isEmpty() {
        return begin >= end;
    }

    /** The same in the words of the engine. */
    public Unstarted of(TopicPartition partition) {
        return new Unstarted(KafkaConversions.ours(partition), end - begin, since, tooOld);
    }

    /**
     * Looks at partitions.
     *
     * @param oldest what was written before this is too old; null for no limit
     * @throws TimeoutException when Kafka does not answer within {@code limit}
     */
    public static Map<TopicPartition, Stock> of(
            Admin admin, Collection<TopicPartition> partitions, @Nullable Instant oldest, Duration limit) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        ListOffsetsResult begins = ask(admin, partitions, partition -> OffsetSpec.earliest(), limit);
        ListOffsetsResult ends = ask(admin, partitions, partition -> OffsetSpec.latest(), limit);
        ListOffsetsResult firsts = ask(admin, partitions, partition -> OffsetSpec.forTimestamp(0), limit);
        ListOffsetsResult young = ask(
                admin,
                partitions,
                partition -> OffsetSpec.forTimestamp(oldest == null ? 0 : Math.max(0, oldest.toEpochMilli())),
                limit);
        Map<TopicPartition, Stock> stocks = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long begin = answer(begins, partition, limit).offset();
            long end = answer(ends, partition, limit).offset();
            ListOffsetsResultInfo first = answer(firsts, partition, limit);
            long callable = answer(young, partition, limit).offset();
            stocks.put(
                    partition,
                    new Stock(
                            begin,
                            end,
                            first.offset() < 0 ? null : Instant.ofEpochMilli(first.timestamp()),
                            oldest == null ? 0 : Math.max(0, (callable < 0 ? end : callable) - begin)));
        }
        return stocks;
    }

    /**
     * The first offset of each partition whose record has this timestamp or a later one, or the end.
     *
     * @throws TimeoutException when Kafka does not answer within {@code limit}
     */
    public static Map<TopicPartition, Long> since(
            Admin admin, Map<TopicPartition, Stock> stocks, Instant time, Duration limit) {
        long millis = Math.max(0, time.toEpochMilli());
        ListOffsetsResult found = ask(admin, stocks.keySet(), partition -> OffsetSpec.forTimestamp(millis), limit);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        stocks.forEach((partition, stock) -> {
            long offset = answer(found, partition, limit).offset();
            offsets.put(partition, offset < 0 ? stock.end() : offset);
        });
        return offsets;
    }

    private static ListOffsetsResult ask(
            Admin admin,
            Collection<TopicPartition> partitions,
            Function<TopicPartition, OffsetSpec> wanted,
            Duration limit) {
        return admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), wanted)),
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) limit.toMillis()));
    }

    private static ListOffsetsResultInfo answer(ListOffsetsResult result, TopicPartition partition, Duration limit) {
        try {
            return result.partitionResult(partition).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException | ExecutionException failed) {
            throw new TimeoutException("what lies on " + partition + " is not known: " + failed, failed);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }
}
