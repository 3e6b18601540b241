package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known so far of the records of a transaction. Thread-safe: the producer's thread adds to it. */
final class Sending<O> {

    /** The offset of a record of which the broker tells none: above all others. */
    static final long UNTOLD = Long.MAX_VALUE;

    private record At<O>(Outgoing<O> record, int partition, long offset) {

        Outgoing<O> withPartition() {
            ProducerRecord<byte[], byte[]> sent = record.outgoing();
            return new Outgoing<>(
                    record.of(),
                    new ProducerRecord<>(sent.topic(), partition, sent.key(), sent.value(), sent.headers()),
                    record.alone());
        }

        TopicPartition topicPartition() {
            return new TopicPartition(record.outgoing().topic(), partition);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Sending.class);

    private final Map<O, Refusal> suspects = new ConcurrentHashMap<>();
    private final Queue<At<O>> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<At<O>> doubtful = new ConcurrentLinkedQueue<>();

    /** As Kafka's client tells it; {@code failed} is null where the record was acknowledged. */
    void answered(Outgoing<O> record, RecordMetadata where, @Nullable Exception failed) {
        if (failed == null) {
            acknowledged(record, where);
        } else {
            failed(record, where, failed);
        }
    }

    /**
     * A failed send makes the commit throw; this only tells which record it may have been. What was not refused may have been written
     * all the same, unless it never came to a partition.
     *
     * @param where as the client tells it, with a negative partition where none was chosen
     */
    private void failed(Outgoing<O> record, RecordMetadata where, Exception why) {
        Optional<Refusal> refusal = Refusal.of(why);
        refusal.ifPresent(found -> suspects.put(record.of(), found));
        if (refusal.isEmpty() && where.partition() >= 0) {
            doubtful.add(new At<>(record, where.partition(), UNTOLD));
        }
        log.debug("A record for {} was not written: {}", record.outgoing().topic(), why.toString());
    }

    private void acknowledged(Outgoing<O> record, RecordMetadata written) {
        acknowledged.add(new At<>(record, written.partition(), written.hasOffset() ? written.offset() : UNTOLD));
    }

    Map<O, Refusal> suspects() {
        return Map.copyOf(suspects);
    }

    /** Each with its partition. */
    List<Outgoing<O>> acknowledged() {
        return acknowledged.stream().map(At::withPartition).toList();
    }

    /** Those that are neither acknowledged nor refused: brokers may have them. Each with its partition. */
    List<Outgoing<O>> doubtful() {
        return doubtful.stream().map(At::withPartition).toList();
    }

    /** The highest offset that was acknowledged in each partition; {@link #UNTOLD} where one had none. */
    Map<TopicPartition, Long> last() {
        Map<TopicPartition, Long> last = new HashMap<>();
        acknowledged.forEach(at -> last.merge(at.topicPartition(), at.offset(), Math::max));
        return last;
    }
}
