package io.mediadeleter.kafka.scan;

import io.mediadeleter.event.Message;
import io.mediadeleter.event.Omitted;
import io.mediadeleter.kafka.scan.RecordPrefilter.Wanted;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at records while the consumer reads them, so that nothing is left of those that do not matter before a poll has
 * hundreds of them, and only a mark of those that are too heavy to be held by hundreds. Confined to the consumer's thread.
 */
final class RecordFilter {

    /** What a poll's records may weigh each; the heavier ones are read one by one. */
    static final int MOST_BYTES = 32 << 10;

    /**
     * A record whose headers cannot be taken off it here. An error, as for want of memory: the client would log an exception and
     * keep the record in it.
     */
    static final class HeavyHeaders extends Error {

        HeavyHeaders() {
            super("headers of more than " + MOST_BYTES + " bytes", null, false, false);
        }
    }

    private static final byte[] IGNORED = {};
    private static final byte[] OUTLINED = {};
    private static final byte[] HEAVY = {};

    private RecordPrefilter prefilter = RecordPrefilter.ALL;
    private @Nullable ByteBuffer lastKey;

    /** From now on this one looks. */
    void use(RecordPrefilter next) {
        prefilter = next;
        lastKey = null;
    }

    Deserializer<byte[]> keys() {
        return new Each() {
            @Override
            public byte[] deserialize(String topic, @Nullable Headers headers, ByteBuffer bytes) {
                lastKey = bytes;
                return weight(headers) + bytes.remaining() > MOST_BYTES ? HEAVY : array(bytes);
            }
        };
    }

    /** Sees records with a value alone. The key is that of a record before, where this one has none; then more is kept. */
    Deserializer<byte[]> values() {
        return new Each() {
            @Override
            public byte[] deserialize(String topic, @Nullable Headers headers, ByteBuffer bytes) {
                ByteBuffer key = lastKey;
                lastKey = null;
                if (headers == null) {
                    return HEAVY;
                }
                Wanted wanted = prefilter.look(key, bytes, headers);
                long headersWeight = weight(headers);
                if (headersWeight > MOST_BYTES) {
                    throw new HeavyHeaders();
                }
                if (wanted != Wanted.ALL) {
                    return wanted == Wanted.KEY ? OUTLINED : IGNORED;
                }
                long keyBytes = key == null ? 0 : key.remaining();
                return keyBytes + bytes.remaining() + headersWeight > MOST_BYTES ? HEAVY : array(bytes);
            }
        };
    }

    /** Whether it has to be read alone. */
    boolean isHeavy(ConsumerRecord<byte[], byte[]> read) {
        boolean isIgnored = read.value() == IGNORED;
        return !isIgnored && (read.key() == HEAVY || read.value() == HEAVY || weight(read.headers()) > MOST_BYTES);
    }

    /** Whether it is handed on. One without a value has not been looked at before. */
    boolean isWanted(ConsumerRecord<byte[], byte[]> read) {
        if (read.value() != null) {
            return read.value() != IGNORED;
        }
        return prefilter.look(read.key() == null ? null : ByteBuffer.wrap(read.key()), null, read.headers())
                != Wanted.NOTHING;
    }

    /** What is kept of a record that is wanted and not heavy. */
    static Message message(ConsumerRecord<byte[], byte[]> read) {
        Instant written = Instant.ofEpochMilli(Math.max(0, read.timestamp()));
        List<io.mediadeleter.event.Header> headers = new ArrayList<>();
        for (Header header : read.headers()) {
            headers.add(new io.mediadeleter.event.Header(header.key(), header.value()));
        }
        return read.value() == OUTLINED
                ? new Message(
                        read.key(),
                        null,
                        List.of(),
                        written,
                        new Omitted(Math.max(1, read.serializedValueSize()), 0, headers.size()))
                : new Message(read.key(), read.value(), List.copyOf(headers), written);
    }

    private static long weight(@Nullable Headers headers) {
        long bytes = 0;
        long count = 0;
        if (headers != null) {
            for (Header header : headers) {
                bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
                count++;
            }
        }
        return Message.weight(bytes, count);
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }

    /** By the call that the consumer makes. */
    private interface Each extends Deserializer<byte[]> {

        @Override
        default byte[] deserialize(String topic, byte @Nullable [] bytes) {
            return deserialize(topic, null, ByteBuffer.wrap(bytes == null ? IGNORED : bytes));
        }

        @Override
        byte[] deserialize(String topic, @Nullable Headers headers, ByteBuffer bytes);
    }
}
