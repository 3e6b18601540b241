package io.mediadeleter.kafka.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class BatchCursorTest {

    private static final Header EMPTY = header("h", 0);

    private static Header header(String name, int bytes) {
        return new RecordHeader(name, new byte[bytes]);
    }

    private static Message read(List<Header> headers) {
        SimpleRecord record = new SimpleRecord(0L, null, "{}".getBytes(UTF_8), headers.toArray(Header[]::new));
        MemoryRecords written = MemoryRecords.withRecords(Compression.zstd().build(), record);
        try (BatchCursor cursor = new BatchCursor(
                (DefaultRecordBatch) written.batches().iterator().next(), 0)) {
            return cursor.take().message();
        }
    }

    private static List<Header> behind(int headers, List<Header> last) {
        List<Header> all = new ArrayList<>(Collections.nCopies(headers, EMPTY));
        all.addAll(last);
        return all;
    }

    private static List<String> names(Message message) {
        return message.headers().stream()
                .map(io.mediadeleter.event.Header::name)
                .toList();
    }

    @Test
    void headersThatTellHowToRead_areHeldBehindHundredsOfThousandsOfOthers() {
        Message message = read(behind(300_000, List.of(header("ce_id", 5), header("MD-attempt", 1), EMPTY)));

        assertThat(names(message)).contains("ce_id", "MD-attempt");
        assertThat(message.value()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(message.headers().size() + message.omitted().headers()).isEqualTo(300_003);
    }

    @Test
    void recordThatLosesOneThatTellsHowToRead_hasNoValue() {
        assertThat(read(behind(300_000, List.of(header("ce_data", 100_000))))
                        .omitted()
                        .valueBytes())
                .isEqualTo(2);
        assertThat(read(Collections.nCopies(200_000, header("md-x", 0)))
                        .omitted()
                        .valueBytes())
                .isEqualTo(2);
        assertThat(read(behind(300_000, List.of(header("x".repeat(1_000), 0))))
                        .omitted()
                        .valueBytes())
                .as("what is not read may be one")
                .isEqualTo(2);
    }

    @Test
    void manyHeadersThatWeighLittle_areAllHeld() {
        Message message = read(behind(5_000, List.of(header("x".repeat(1_000), 10))));

        assertThat(message.headers()).hasSize(5_001);
        assertThat(message.value()).isNotNull();
    }
}
