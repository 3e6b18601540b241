package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known so far of the records of a transaction. Thread-safe: the producer's thread adds to it. */
final class Sending<O> {

    private record Acknowledged<O>(Outgoing<O> record, int partition) {

        Outgoing<O> withPartition() {
            ProducerRecord<byte[], byte[]> sent = record.outgoing();
            return new Outgoing<>(
                    record.of(),
                    new ProducerRecord<>(sent.topic(), partition, sent.key(), sent.value(), sent.headers()),
                    record.alone());
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Sending.class);

    private final Map<O, Refusal> suspects = new ConcurrentHashMap<>();
    private final Queue<Acknowledged<O>> acknowledged = new ConcurrentLinkedQueue<>();

    /** A failed send makes the commit throw; this only tells which record it may have been. */
    void failed(Outgoing<O> record, Exception why) {
        Refusal.of(why).ifPresent(refusal -> suspects.put(record.of(), refusal));
        log.debug("A record for {} was not written: {}", record.outgoing().topic(), why.toString());
    }

    void acknowledged(Outgoing<O> record, int partition) {
        acknowledged.add(new Acknowledged<>(record, partition));
    }

    Map<O, Refusal> suspects() {
        return Map.copyOf(suspects);
    }

    /** Each with its partition. */
    List<Outgoing<O>> acknowledged() {
        return acknowledged.stream().map(Acknowledged::withPartition).toList();
    }
}
