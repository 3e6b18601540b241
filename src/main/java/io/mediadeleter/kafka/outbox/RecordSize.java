package io.mediadeleter.kafka.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The bytes that a record takes when it is sent by itself and not compressed: what {@code max.message.bytes} bounds. */
public final class RecordSize {

    private static final int BATCH_HEADER = 61;

    /** Attributes, and the distances in time and offset to the batch's first record, which it is. */
    private static final int RECORD_HEADER = 3;

    private static final int BITS_OF_A_VARINT_BYTE = 7;

    private RecordSize() {}

    /** The size of the batch that holds this record alone. */
    public static long alone(ProducerRecord<byte[], byte[]> outgoing) {
        long count = 0;
        long body = RECORD_HEADER + field(outgoing.key()) + field(outgoing.value());
        for (Header header : outgoing.headers()) {
            count++;
            body += field(header.key().getBytes(UTF_8)) + field(header.value());
        }
        body += varint(count);
        return BATCH_HEADER + varint(body) + body;
    }

    private static long field(byte @Nullable [] bytes) {
        return bytes == null ? varint(-1) : varint(bytes.length) + bytes.length;
    }

    private static long varint(long number) {
        long zigzag = (number << 1) ^ (number >> (Long.SIZE - 1));
        int bits = Long.SIZE - Long.numberOfLeadingZeros(zigzag | 1);
        return (long) (bits + BITS_OF_A_VARINT_BYTE - 1) / BITS_OF_A_VARINT_BYTE;
    }
}
