package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.partitions.CommittedTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * What Kafka tells of the transactions that have ended in a partition. Each answer is waited for on the caller's thread.
 *
 * @param stableEnds below which all transactions of each of these partitions have ended and are replicated; a negative one where Kafka
 *     refuses to tell; a partition is missing where nobody can tell now
 * @param ofGroup what the group has committed, without what a transaction holds that is still open; throws Kafka's TimeoutException
 *     where that is not told
 */
public record DecidedOffsets(
        Function<Set<TopicPartition>, Map<TopicPartition, Long>> stableEnds,
        Supplier<Map<TopicPartition, OffsetAndMetadata>> ofGroup) {

    private static final long REFUSED = -1;

    /** As this client is told within that time. */
    public static DecidedOffsets of(KafkaSettings settings, Admin admin, Duration atMost) {
        CommittedTopics committed = CommittedTopics.of(settings, admin);
        return new DecidedOffsets(partitions -> stableEnds(admin, partitions, atMost), () -> committed.offsets(atMost));
    }

    private static Map<TopicPartition, Long> stableEnds(Admin admin, Set<TopicPartition> partitions, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.latest()));
        ListOffsetsResult asked = admin.listOffsets(
                latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) atMost.toMillis()));
        Map<TopicPartition, Long> told = new HashMap<>();
        for (TopicPartition each : partitions) {
            long left = Math.max(0, until - System.nanoTime());
            stableEnd(asked, each, left).ifPresent(end -> told.put(each, end));
        }
        return told;
    }

    private static Optional<Long> stableEnd(ListOffsetsResult asked, TopicPartition partition, long nanos) {
        try {
            return Optional.of(asked.partitionResult(partition)
                    .get(nanos, TimeUnit.NANOSECONDS)
                    .offset());
        } catch (java.util.concurrent.TimeoutException nobody) {
            return Optional.empty();
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof RetriableException ? Optional.empty() : Optional.of(REFUSED);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }
}
