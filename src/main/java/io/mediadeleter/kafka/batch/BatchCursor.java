package io.mediadeleter.kafka.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Omitted;
import io.mediadeleter.kafka.batch.HeldRecord.Headers;
import io.mediadeleter.kafka.batch.HeldRecord.Sized;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * The records of one batch (of Kafka's message format v2), one after the other, each held as {@link HeldRecord} says: what
 * is larger than that is skipped in the stream. Not thread-safe.
 */
public final class BatchCursor implements AutoCloseable {

    /**
     * A record.
     *
     * @param offset of it in its partition
     */
    public record Item(long offset, Message message) {}

    /** No header that matters has a longer name; one whose name is not read might be one all the same. */
    private static final int MOST_NAME_BYTES = 256;

    private final DefaultRecordBatch batch;
    private final RecordStream in;
    private final int count;
    private int read;
    private boolean large;
    private @Nullable Item next;

    /** From {@code offset} on. */
    BatchCursor(DefaultRecordBatch batch, long offset) {
        this.batch = batch;
        this.count = batch.countOrNull();
        this.in = new RecordStream(batch);
        do {
            advance();
        } while (next != null && next.offset() < offset);
    }

    public boolean hasMore() {
        return next != null;
    }

    /** Whether any record until now, those before the first one among them, is not held whole. */
    boolean hasLarge() {
        return large;
    }

    /** The next record; there has to be one. */
    public Item take() {
        Item taken = next;
        if (taken == null) {
            throw new IllegalStateException("the batch has no more records");
        }
        advance();
        return taken;
    }

    /** The offset after the batch. */
    public long end() {
        return batch.nextOffset();
    }

    /** Of the leader that wrote the batch; empty when that is not known. */
    public Optional<Integer> leaderEpoch() {
        return Optional.of(batch.partitionLeaderEpoch()).filter(epoch -> epoch >= 0);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException unimportant) {
            throw new KafkaException(unimportant);
        }
    }

    private void advance() {
        try {
            next = read == count ? null : item();
            read++;
        } catch (IOException | IllegalArgumentException damaged) {
            throw new KafkaException("a damaged batch at offset " + batch.baseOffset(), damaged);
        }
    }

    private Item item() throws IOException {
        in.varint();
        in.readByte(); // attributes, of which there are none
        long sinceFirst = in.varint();
        boolean isStamped = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
        long timestamp = isStamped ? batch.maxTimestamp() : batch.baseTimestamp() + sinceFirst;
        long offset = batch.baseOffset() + in.varint();
        Sized key = bytes(HeldRecord.MAX_BYTES);
        Sized value = bytes(HeldRecord.MAX_BYTES - (key.bytes() == null ? 0 : key.size()));
        Headers headers = headers(key.size() + value.size());
        Message message = HeldRecord.of(key, value, headers, timestamp);
        large |= !message.omitted().equals(Omitted.NOTHING);
        return new Item(offset, message);
    }

    private Headers headers(long before) throws IOException {
        long headers = in.varint();
        List<Header> held = new ArrayList<>();
        long bytes = before;
        long telling = 0;
        int dropped = 0;
        boolean isTellingLost = false;
        for (long i = 0; i < headers; i++) {
            long left = HeldRecord.MAX_BYTES - Message.weight(bytes, held.size() + 1L);
            Sized name = bytes(Math.max(left, MOST_NAME_BYTES));
            String text =
                    name.bytes() == null ? null : UTF_8.decode(name.bytes()).toString();
            boolean mayTell = text == null || HeldRecord.isTelling(text);
            long usual = left - name.size();
            long most = mayTell ? Math.max(usual, HeldRecord.MOST_TELLING_BYTES - telling) : usual;
            Sized value = bytes(most);
            if (text == null || most < 0 || (value.bytes() == null && value.size() > 0)) {
                dropped++;
                isTellingLost |= mayTell;
            } else {
                held.add(new Header(text, array(value.bytes())));
                bytes += name.size() + value.size();
                telling += value.size() > usual ? Message.weight(name.size() + value.size(), 1) : 0;
            }
        }
        return new Headers(held, dropped, isTellingLost);
    }

    /** Null bytes with a size are skipped ones. */
    private Sized bytes(long most) throws IOException {
        long size = in.varint();
        if (size < 0) {
            return new Sized(null, 0);
        }
        if (size > most) {
            in.skipNBytes(size);
            return new Sized(null, size);
        }
        byte[] bytes = new byte[(int) size];
        in.readFully(bytes);
        return new Sized(ByteBuffer.wrap(bytes), size);
    }

    @SuppressWarnings("ByteBufferBackingArray") // wrapped whole, by bytes(long)
    private static byte @Nullable [] array(@Nullable ByteBuffer bytes) {
        return bytes == null ? null : bytes.array();
    }
}
