package io.mediadeleter.kafka.outbox;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.jspecify.annotations.Nullable;

/** The bytes that a record takes when it is sent by itself and not compressed: what {@code max.message.bytes} bounds. */
public final class RecordSize {

    private RecordSize() {}

    /** The size of the batch that holds this record alone. */
    public static long alone(ProducerRecord<byte[], byte[]> outgoing) {
        int record = DefaultRecord.sizeInBytes(
                0,
                0,
                length(outgoing.key()),
                length(outgoing.value()),
                outgoing.headers().toArray());
        return (long) DefaultRecordBatch.RECORD_BATCH_OVERHEAD + record;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? -1 : bytes.length;
    }
}
