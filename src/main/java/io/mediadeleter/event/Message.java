package io.mediadeleter.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as it lies on its topic: the bytes that retries, dead letters and replays carry on unchanged. */
@SuppressWarnings("ArrayRecordComponent") // carried through unchanged, never compared
public record Message(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers, Instant timestamp) {

    /** Bytes of key, value and headers that this message keeps in memory. */
    public int size() {
        int size = (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
        for (Header header : headers) {
            size += header.size();
        }
        return size;
    }
}
