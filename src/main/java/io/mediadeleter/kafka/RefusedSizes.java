package io.mediadeleter.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The smallest record of each topic that Kafka did not take because of its size. Only Kafka can tell: the limit is the
 * topic's and counts compressed batches. Safe for any thread.
 */
final class RefusedSizes {

    private final Map<String, Long> smallest = new ConcurrentHashMap<>();

    /** Kafka did not take this one. */
    void refused(ProducerRecord<byte[], byte[]> tooLarge) {
        smallest.merge(tooLarge.topic(), size(tooLarge), Math::min);
    }

    /** Whether none as small as this one was refused. */
    boolean mayFit(ProducerRecord<byte[], byte[]> outgoing) {
        return size(outgoing) < smallest.getOrDefault(outgoing.topic(), Long.MAX_VALUE);
    }

    /** What is known now; the same as before when nothing was refused since. */
    Map<String, Long> known() {
        return Map.copyOf(smallest);
    }

    /** The limits may be other ones the next time. */
    void forget() {
        smallest.clear();
    }

    /** Its bytes, but for what Kafka adds. */
    static long size(ProducerRecord<byte[], byte[]> outgoing) {
        long size = length(outgoing.key()) + length(outgoing.value());
        for (Header header : outgoing.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
