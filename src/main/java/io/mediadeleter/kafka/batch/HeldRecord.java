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
    static final int MOST_TELLING_BYTES = 64 << 10;
    private static final int MOST_KEY_BYTES = 16 << 10;

    private HeldRecord() {}

    /** What is held of a record that a client has read. */
    public static Message of(ConsumerRecord<ByteBuffer, ByteBuffer> consumed) {
        long bytes = length(consumed.key()) + length(consumed.value());
        List<Header> headers = new ArrayList<>();
        int dropped = 0;
        for (org.apache.kafka.common.header.Header header : consumed.headers()) {
            Header copy = new Header(header.key(), header.value());
            if (Message.weight(bytes + copy.size(), headers.size() + 1L) <= MAX_BYTES || isTelling(copy.name())) {
                headers.add(copy);
                bytes += copy.size();
            } else {
                dropped++;
            }
        }
        return of(
                new Sized(consumed.key(), length(consumed.key())),
                new Sized(consumed.value(), length(consumed.value())),
                new Headers(headers, dropped, false),
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
     * @param isTellingLost whether one of those that tell how to read the record may be among the dropped
     */
    record Headers(List<Header> held, int dropped, boolean isTellingLost) {}

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
        boolean isReadable = !headers.isTellingLost()
                && keepsTelling(headers.held(), few)
                && key.size() + value.size() <= MAX_BYTES / 2;
        boolean holdsKey = key.size() <= MOST_KEY_BYTES;
        Omitted omitted = new Omitted(isReadable ? 0 : value.size(), holdsKey ? 0 : key.size(), dropped);
        return new Message(
                holdsKey ? array(key.bytes()) : null, isReadable ? array(value.bytes()) : null, few, written, omitted);
    }

    /** Without one of these the record would be another request, or belong to no trace. */
    static boolean isTelling(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith(Header.OWN_PREFIX)
                || name.startsWith(Header.EVENT_PREFIX)
                || name.equals(Header.CONTENT_TYPE)
                || name.startsWith("trace");
    }

    private static List<Header> few(List<Header> headers) {
        List<Header> few = new ArrayList<>();
        Allowance telling = new Allowance(MOST_TELLING_BYTES);
        Allowance others = new Allowance(FEW_BYTES);
        for (Header header : headers) {
            if ((isTelling(header.name()) ? telling : others).takes(header.size())) {
                few.add(header);
            }
        }
        return List.copyOf(few);
    }

    /** For the headers of one kind, so that neither takes the other's room. */
    private static final class Allowance {

        private long bytes;
        private int headers = FEW_HEADERS;

        Allowance(long bytes) {
            this.bytes = bytes;
        }

        boolean takes(long size) {
            if (headers == 0 || size > bytes) {
                return false;
            }
            headers--;
            bytes -= size;
            return true;
        }
    }

    private static boolean keepsTelling(List<Header> all, List<Header> few) {
        return telling(all) == telling(few);
    }

    private static long telling(List<Header> headers) {
        return headers.stream().filter(header -> isTelling(header.name())).count();
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
