package io.mediadeleter.kafka;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Kafka's records as messages. */
public final class Messages {

    private Messages() {}

    /** The record as it lies on its topic. */
    public static Message of(ConsumerRecord<byte[], byte[]> consumed) {
        List<Header> headers = StreamSupport.stream(consumed.headers().spliterator(), false)
                .map(header -> new Header(header.key(), header.value()))
                .toList();
        return new Message(
                consumed.key(), consumed.value(), headers, Instant.ofEpochMilli(Math.max(0, consumed.timestamp())));
    }
}
