package io.mediadeleter.kafka.scan;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A first look at a record's bytes, before anything is kept of it: a million records cost little if few of them matter. */
@FunctionalInterface
public interface RecordPrefilter {

    /** How much of a record is wanted. */
    enum Wanted {
        /** It is not handed on. */
        NOTHING,
        /** Its key and its timestamp: the value, if there is one, counts as omitted, and all headers. */
        KEY,
        /** All of it. */
        ALL
    }

    /** Every record is wanted whole. */
    RecordPrefilter ALL = (key, value, headers) -> Wanted.ALL;

    /**
     * Looks. It neither keeps the buffers nor moves their positions. Where it is not sure it says more than is needed: whoever
     * gets the record looks again, and may be given what was not wanted.
     *
     * @param key null when there is none
     * @param value null when there is none
     */
    Wanted look(@Nullable ByteBuffer key, @Nullable ByteBuffer value, Headers headers);
}
