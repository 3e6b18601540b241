package io.mediadeleter.kafka;

import io.mediadeleter.event.Partition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partitions end, for those who want to know what lies ahead of the consumer. Safe for any thread.
 *
 * <p>Why not the consumer's own lag? It is as old as the last fetch, and a partition that is paused, the one that matters,
 * is not fetched. Nobody waits here: each look asks for the next one's answer.
 */
public final class LogEnds implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogEnds.class);
    private static final int ANSWER_WITHIN_MS = 5_000;

    private final Admin admin;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Map<Partition, Long> ends = Map.of();

    public LogEnds(KafkaSettings settings) {
        admin = Admin.create(ClientConfigs.admin(settings));
    }

    /**
     * How many records lay ahead of these positions when Kafka last said where the partitions end; partitions of which it
     * has not yet are left out.
     */
    public Map<Partition, Long> unread(Map<Partition, Long> positions) {
        ask(positions.keySet());
        Map<Partition, Long> known = ends;
        Map<Partition, Long> unread = new HashMap<>();
        positions.forEach((partition, position) -> {
            Long end = known.get(partition);
            if (end != null) {
                unread.put(partition, Math.max(0, end - position));
            }
        });
        return unread;
    }

    private void ask(Set<Partition> partitions) {
        if (partitions.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        KafkaTerms.kafkas(partitions).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        var unused = admin.listOffsets(
                        latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(ANSWER_WITHIN_MS))
                .all()
                .whenComplete(this::answered);
    }

    private void answered(Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> answer, Throwable failed) {
        if (failed == null) {
            Map<Partition, Long> read = new HashMap<>();
            answer.forEach((partition, end) -> read.put(KafkaTerms.ours(partition), end.offset()));
            ends = Map.copyOf(read);
        } else {
            log.debug("Kafka does not say where the partitions end: {}", failed.toString());
        }
        asking.set(false);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
