package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.batch.BatchReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leaders of partitions, asked beside the consumer; whoever asks waits for the answer. Not thread-safe. */
final class LeaderConnections {

    /** One that has left a question unanswered is asked again only after this, whatever it leads. */
    static final Duration REST_AFTER_SILENCE = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(LeaderConnections.class);

    private final KafkaConsumer<?, ?> consumer;
    private final Map<String, Object> config;
    private final Map<Node, BatchReader> readers = new HashMap<>();
    private final Map<Node, Long> silentUntil = new HashMap<>();

    /**
     * Connects on first use.
     *
     * @param consumer who knows them
     * @param config of a consumer that may read the partitions
     */
    LeaderConnections(KafkaConsumer<?, ?> consumer, Map<String, Object> config) {
        this.consumer = consumer;
        this.config = config;
    }

    /**
     * Asks the partition's leader.
     *
     * @throws KafkaException when the leader does not answer, or there is none; it may answer later
     */
    <T extends @Nullable Object> T ask(TopicPartition partition, Function<BatchReader, T> question) {
        Node leader = of(partition);
        long now = System.nanoTime();
        if (now - silentUntil.getOrDefault(leader, now) < 0) {
            throw new TimeoutException(leader + " has left a question unanswered moments ago");
        }
        try {
            return question.apply(readers.computeIfAbsent(leader, node -> new BatchReader(config, node)));
        } catch (OffsetOutOfRangeException answer) {
            throw answer;
        } catch (KafkaException failed) {
            close(readers.remove(leader)); // the next try has a new connection
            if (failed instanceof TimeoutException) {
                silentUntil.put(leader, System.nanoTime() + REST_AFTER_SILENCE.toNanos());
            }
            throw failed;
        }
    }

    private Node of(TopicPartition partition) {
        return consumer.partitionsFor(partition.topic()).stream()
                .filter(info -> info.partition() == partition.partition())
                .map(PartitionInfo::leader)
                .filter(leader -> leader != null && !leader.isEmpty())
                .findFirst()
                .orElseThrow(() -> new KafkaException(partition + " has no leader"));
    }

    /** Lets go of all connections. */
    void close() {
        List<BatchReader> open = List.copyOf(readers.values());
        readers.clear();
        open.forEach(LeaderConnections::close);
    }

    private static void close(@Nullable BatchReader reader) {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (KafkaException unimportant) {
            log.debug("A connection could not be closed: {}", unimportant.toString());
        }
    }
}
