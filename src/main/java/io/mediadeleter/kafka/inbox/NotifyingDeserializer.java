package io.mediadeleter.kafka.inbox;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Hands on keys and values as the consumer holds them, without a copy, and tells that a record is being read. Confined to
 * the consumer's thread.
 */
final class NotifyingDeserializer implements Deserializer<ByteBuffer> {

    private Runnable reading = () -> {};

    /** Has this run whenever a key or a value is read, in the midst of the consumer's poll. */
    void onRead(Runnable told) {
        reading = told;
    }

    @Override
    public ByteBuffer deserialize(String topic, byte @Nullable [] bytes) {
        return deserialize(topic, null, ByteBuffer.wrap(bytes == null ? new byte[0] : bytes));
    }

    @Override
    public ByteBuffer deserialize(String topic, @Nullable Headers headers, ByteBuffer bytes) {
        reading.run();
        return bytes;
    }
}
