package io.mediadeleter.kafka.scan;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to where partitions can be read, and what lies behind that. A group at work has a transaction open at almost any moment, and
 * ends it in the next: so whoever wants a complete answer waits for those that are open when they ask, and not for later ones.
 *
 * @param ends the offset after the last record that can be read
 * @param hidden how many offsets lay behind an open transaction when it was first asked, and still do; only those above 0
 */
public record ReadableEnds(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> hidden) {

    private static final Duration MOMENT = Duration.ofMillis(200);

    /** A group at work ends its transactions sooner. */
    private static final Duration MOST_WAITED = Duration.ofSeconds(3);

    public ReadableEnds {
        ends = Map.copyOf(ends);
        hidden = Map.copyOf(hidden);
    }

    /**
     * Asks the brokers.
     *
     * @param partitions that somebody leads
     * @param waits asked as long as something is hidden; waits a moment, and says false to wait no more
     * @throws KafkaFailure when Kafka cannot be reached, or not all answer in time
     */
    public static ReadableEnds of(AdminSession session, Collection<TopicPartition> partitions, BooleanSupplier waits) {
        Map<TopicPartition, Long> all = ends(session, partitions, IsolationLevel.READ_UNCOMMITTED);
        while (true) {
            Map<TopicPartition, Long> readable = ends(session, partitions, IsolationLevel.READ_COMMITTED);
            Map<TopicPartition, Long> hidden = new HashMap<>();
            readable.forEach((partition, end) -> {
                long behind = all.getOrDefault(partition, 0L) - end;
                if (behind > 0) {
                    hidden.put(partition, behind);
                }
            });
            if (hidden.isEmpty() || !waits.getAsBoolean()) {
                return new ReadableEnds(readable, hidden);
            }
        }
    }

    /** Where the partitions end, whatever is open there: what lies behind it can be read by whom the topic obeys. */
    static ReadableEnds ofAll(AdminSession session, Collection<TopicPartition> partitions) {
        return new ReadableEnds(ends(session, partitions, IsolationLevel.READ_UNCOMMITTED), Map.of());
    }

    /** The same, waiting for what is open for no longer than a group at work takes to end it. */
    public static ReadableEnds soon(AdminSession session, Collection<TopicPartition> partitions, Time time) {
        long began = time.nanoTime();
        return of(session, partitions, () -> isWaitedFor(time, began));
    }

    private static boolean isWaitedFor(Time time, long began) {
        try {
            time.sleep(MOMENT);
            return time.nanoTime() - began < MOST_WAITED.toNanos();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<TopicPartition, Long> ends(
            AdminSession session, Collection<TopicPartition> partitions, IsolationLevel isolation) {
        return AdminSession.plain(offsets(session, partitions, OffsetSpec.latest(), isolation));
    }

    static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            AdminSession session, Collection<TopicPartition> partitions, OffsetSpec wanted, IsolationLevel isolation) {
        return session.offsets("read where the topics begin and end", partitions, wanted, isolation);
    }
}
