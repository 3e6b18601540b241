package io.mediadeleter.event;

import org.jspecify.annotations.Nullable;

/** A record header, its value as it lies on the topic. */
@SuppressWarnings("ArrayRecordComponent") // carried through unchanged, never compared
public record Header(String name, byte @Nullable [] value) {

    /** What the names of this service's own headers begin with. */
    public static final String OWN_PREFIX = "md-";

    /** What the names of a CloudEvent's attributes begin with in binary mode. */
    public static final String EVENT_PREFIX = "ce_";

    public static final String CONTENT_TYPE = "content-type";

    /** The trace that a record belongs to, by W3C Trace Context. */
    public static final String TRACEPARENT = "traceparent";

    /** Bytes of name and value, where the name is ASCII. */
    public int size() {
        return name.length() + (value == null ? 0 : value.length);
    }
}
