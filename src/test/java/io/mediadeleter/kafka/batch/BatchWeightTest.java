package io.mediadeleter.kafka.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchWeightTest {

    private static DefaultRecordBatch batch(CompressionType codec, Stream<SimpleRecord> records) {
        MemoryRecords written =
                MemoryRecords.withRecords(Compression.of(codec).build(), records.toArray(SimpleRecord[]::new));
        return (DefaultRecordBatch) written.batches().iterator().next();
    }

    private static boolean isHeavy(DefaultRecordBatch batch) {
        return BatchWeight.isHeavy(batch, BatchWeight.MOST_RECORD_BYTES);
    }

    private static SimpleRecord record(byte @Nullable [] key, byte @Nullable [] value, int headers) {
        Header one = new RecordHeader("", new byte[0]);
        return new SimpleRecord(
                0L, key, value, Collections.nCopies(headers, one).toArray(Header[]::new));
    }

    private static SimpleRecord ordinary() {
        return record("k".getBytes(UTF_8), "{}".getBytes(UTF_8), 3);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void recordsThatAClientMayDecode_areNotHeavy(CompressionType codec) {
        List<SimpleRecord> most = List.of(
                ordinary(),
                record(null, null, BatchWeight.MOST_HEADERS),
                record(null, new byte[BatchWeight.MOST_RECORD_BYTES - 100], 0),
                record(new byte[BatchWeight.MOST_RECORD_BYTES - 100], null, 0),
                ordinary());

        assertThat(isHeavy(batch(codec, most.stream()))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void oneRecordThatIsTooHeavy_makesItsBatchHeavy(CompressionType codec) {
        Stream.of(
                        record(null, null, BatchWeight.MOST_HEADERS + 1),
                        record(null, "{}".getBytes(UTF_8), 100_000),
                        record(null, new byte[BatchWeight.MOST_RECORD_BYTES], 0),
                        record(new byte[BatchWeight.MOST_RECORD_BYTES], null, 0))
                .forEach(heavy -> assertThat(isHeavy(batch(codec, Stream.of(ordinary(), heavy, ordinary()))))
                        .isTrue());
    }

    @Test
    void batchThatTakesLongToLookAt_isHeavy() {
        Stream<SimpleRecord> many =
                IntStream.range(0, 80).mapToObj(i -> record(null, new byte[BatchWeight.MOST_RECORD_BYTES - 100], 0));

        assertThat(isHeavy(batch(CompressionType.ZSTD, many))).isTrue();
    }

    /** The client says what is wrong with it, as it does with any other. */
    @Test
    void damagedBatch_isNotHeavy() {
        DefaultRecordBatch batch = batch(CompressionType.GZIP, Stream.of(ordinary(), ordinary()));
        ByteBuffer bytes = ByteBuffer.allocate(batch.sizeInBytes());
        batch.writeTo(bytes);
        bytes.flip();
        for (int i = DefaultRecordBatch.RECORD_BATCH_OVERHEAD; i < bytes.limit(); i++) {
            bytes.put(i, (byte) 7);
        }
        DefaultRecordBatch damaged = (DefaultRecordBatch)
                MemoryRecords.readableRecords(bytes).batches().iterator().next();

        assertThat(isHeavy(damaged)).isFalse();
    }
}
