package io.mediadeleter.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies on its topic: the bytes that retries, dead letters and replays carry on unchanged.
 *
 * @param omitted what of it is not here
 */
@SuppressWarnings("ArrayRecordComponent") // carried through unchanged, never compared
public record Message(
        byte @Nullable [] key, byte @Nullable [] value, List<Header> headers, Instant timestamp, Omitted omitted) {

    /** The objects that a header is held in. */
    private static final int HEADER_OBJECTS = 96;

    /** All of the record. */
    public Message(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers, Instant timestamp) {
        this(key, value, headers, timestamp, Omitted.NOTHING);
    }

    /** The same with these headers. */
    public Message with(List<Header> others) {
        return new Message(key, value, List.copyOf(others), timestamp, omitted);
    }

    /** Whether it has no value, rather than one that is not here: on a compacted topic it takes away what its key had. */
    public boolean isTombstone() {
        return value == null && omitted.valueBytes() == 0;
    }

    /** Bytes of key, value and headers. */
    public int size() {
        int size = (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
        for (Header header : headers) {
            size += header.size();
        }
        return size;
    }

    /** About the memory that it takes: many small headers take more than their bytes. */
    public long weight() {
        return weight(size(), headers.size());
    }

    /** About the memory that a message of so many bytes and headers takes. */
    public static long weight(long bytes, long headers) {
        return bytes + headers * HEADER_OBJECTS;
    }
}
