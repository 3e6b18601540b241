package io.mediadeleter.kafka.batch;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;

/** The decompressed records of one batch (of Kafka's message format v2), byte by byte. Not thread-safe. */
final class RecordStream extends DataInputStream {

    private static final int BUFFER = 64 << 10;

    private long passed;

    RecordStream(DefaultRecordBatch batch) {
        super(new BufferedInputStream(KafkaInternals.stream(batch), BUFFER));
    }

    /**
     * Seven bits a byte, the lowest first; in zig-zag order, so that small negative numbers are short, too.
     *
     * @throws IllegalArgumentException when it is no such number
     */
    long varint() throws IOException {
        long raw = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = readByte();
            passed++;
            raw |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }

    /** Leaves out {@code bytes}; none if that is negative, as the length is of what is absent. */
    void pass(long bytes) throws IOException {
        skipNBytes(bytes);
        passed += Math.max(0, bytes);
    }

    /** The bytes of numbers and of what was left out, so far. */
    long passed() {
        return passed;
    }
}
