package io.mediadeleter.kafka.batch;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Omitted;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How much of a record is held: all of it up to {@value #MAX_BYTES} bytes, in memory. What is larger loses its headers but
 * a few; and if it is larger still, or a header that tells how to read it is lost, its value and a large key, too.
 */
public final class HeldRecord {

    /** A record with this weight is held whole. */
    public static final int MAX_BYTES = 4 << 20;

    /** Of a record that is too large, so much of its headers is held. */
    static final int FEW_BYTES = 16 << 10;

    private static final int FEW_HEADERS = 64;
    private static final int MOST_TELLING_BYTES = 64 << 10;
    private static final int MOST_KEY_BYTES = 16 << 10;

    private HeldRecord() {}

    /** What is held of a record that a client has read. */
    public static Message of(ConsumerRecord<ByteBuffer, ByteBuffer> consumed) {
        long bytes = length(consumed.key()) + length(consumed.value());
        List<Header> headers = new ArrayList<>();
        int dropped = 0;
        for (org.apache.kafka.common.header.Header header : consumed.headers()) {
            Header ours = new Header(header.key(), header.value());
            if (Message.weight(bytes + ours.size(), headers.size() + 1L) <= MAX_BYTES || isTelling(ours)) {
                headers.add(ours);
                bytes += ours.size();
            } else {
                dropped++;
            }
        }
        return of(
                new Sized(consumed.key(), length(consumed.key())),
                new Sized(consumed.value(), length(consumed.value())),
                new Headers(headers, dropped),
                consumed.timestamp());
    }

    /**
     * A key or a value.
     *
     * @param bytes null when there is none, or when it is not held
     * @param size how many bytes it has on its topic
     */
    record Sized(@Nullable ByteBuffer bytes, long size) {}

    /**
     * A record's headers.
     *
     * @param dropped how many more there are
     */
    record Headers(List<Header> held, int dropped) {}

    static Message of(Sized key, Sized value, Headers headers, long timestamp) {
        Instant written = Instant.ofEpochMilli(Math.max(0, timestamp));
        long weight = Message.weight(
                key.size()
                        + value.size()
                        + headers.held().stream().mapToLong(Header::size).sum(),
                headers.held().size());
        if (weight <= MAX_BYTES && headers.dropped() == 0) {
            return new Message(array(key.bytes()), array(value.bytes()), List.copyOf(headers.held()), written);
        }
        List<Header> few = few(headers.held());
        int dropped = headers.held().size() - few.size() + headers.dropped();
        boolean isReadable = keepsTelling(headers.held(), few) && key.size() + value.size() <= MAX_BYTES / 2;
        boolean holdsKey = key.size() <= MOST_KEY_BYTES;
        Omitted omitted = new Omitted(isReadable ? 0 : value.size(), holdsKey ? 0 : key.size(), dropped);
        return new Message(
                holdsKey ? array(key.bytes()) : null, isReadable ? array(value.bytes()) : null, few, written, omitted);
    }

    /** Without one of these the record would be another request, or belong to no trace. */
    static boolean isTelling(Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        return name.startsWith(Header.OWN_PREFIX)
                || name.startsWith(Header.EVENT_PREFIX)
                || name.equals(Header.CONTENT_TYPE)
                || name.startsWith("trace");
    }

    private static List<Header> few(List<Header> headers) {
        List<Header> few = new ArrayList<>();
        long telling = 0;
        long others = 0;
        for (Header header : headers) {
            boolean tells = isTelling(header);
            long before = tells ? telling : others;
            if (few.size() < FEW_HEADERS && before + header.size() <= (tells ? MOST_TELLING_BYTES : FEW_BYTES)) {
                few.add(header);
                telling += tells ? header.size() : 0;
                others += tells ? 0 : header.size();
            }
        }
        return List.copyOf(few);
    }

    private static boolean keepsTelling(List<Header> all, List<Header> few) {
        return all.stream().filter(HeldRecord::isTelling).count()
                == few.stream().filter(HeldRecord::isTelling).count();
    }

    private static long length(@Nullable ByteBuffer bytes) {
        return bytes == null ? 0 : bytes.remaining();
    }

    private static byte @Nullable [] array(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return null;
        }
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }
}
