package io.mediadeleter.kafka.batch;

import java.io.IOException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a client may decode a batch, told without holding any of its records. Stateless. */
final class BatchWeight {

    /** The client keeps the last one of each partition that it has fetched and not read to the end. */
    static final int MOST_RECORD_BYTES = 512 << 10;

    /** A client makes objects of some 150 bytes for each, however small it is. */
    static final int MOST_HEADERS = 2_000;

    /** To look at more takes longer than to read it in pieces. */
    static final int MOST_BATCH_BYTES = 32 << 20;

    /** Whatever is in so few bytes is small. */
    private static final int SMALL_BYTES = 4 << 10;

    private static final Logger log = LoggerFactory.getLogger(BatchWeight.class);

    private BatchWeight() {}

    /** Whether one of its records is larger than this, or heavy otherwise. Stops at the first. A batch that is damaged is not: the client says what is wrong with it. */
    static boolean isHeavy(DefaultRecordBatch batch, int mostRecordBytes) {
        if (batch.compressionType() == CompressionType.NONE && batch.sizeInBytes() <= SMALL_BYTES) {
            return false;
        }
        try (RecordStream in = new RecordStream(batch)) {
            int count = batch.countOrNull();
            for (int i = 0; i < count; i++) {
                long size = in.varint();
                long end = in.passed() + size;
                if (size > mostRecordBytes || end > MOST_BATCH_BYTES || headers(in) > MOST_HEADERS) {
                    return true;
                }
                in.pass(end - in.passed());
            }
            return false;
        } catch (IOException | RuntimeException damaged) {
            log.debug("The batch at offset {} cannot be looked at: {}", batch.baseOffset(), damaged.toString());
            return false;
        } catch (OutOfMemoryError evenThat) {
            return true;
        }
    }

    /** How many headers the record has. */
    private static long headers(RecordStream in) throws IOException {
        in.pass(1); // attributes, of which there are none
        in.varint(); // time
        in.varint(); // offset
        in.pass(in.varint()); // key
        in.pass(in.varint()); // value
        return in.varint();
    }
}
