package io.mediadeleter.vod;

import java.util.Optional;

/** Where the keys that sign calls come from. Thread-safe. */
public interface CredentialSource extends AutoCloseable {

    /** The keys as they are now, at once and without I/O; empty while there are none, and then nothing may be sent. */
    Optional<Keys> keys();

    /** Where the keys come from, such as {@code environment} or {@code CVM role}; for people. */
    default String origin() {
        return "given";
    }

    /** Stops looking for newer keys. */
    @Override
    default void close() {}

    /** Keys that never change, for a simulator or a sandbox. */
    static CredentialSource fixed(Keys keys) {
        Optional<Keys> answer = Optional.of(keys);
        return () -> answer;
    }
}
