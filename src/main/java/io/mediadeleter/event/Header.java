package io.mediadeleter.event;

import org.jspecify.annotations.Nullable;

/** A record header, its value as it lies on the topic. */
@SuppressWarnings("ArrayRecordComponent") // carried through unchanged, never compared
public record Header(String name, byte @Nullable [] value) {

    /** Bytes of name and value, where the name is ASCII. */
    public int size() {
        return name.length() + (value == null ? 0 : value.length);
    }
}
