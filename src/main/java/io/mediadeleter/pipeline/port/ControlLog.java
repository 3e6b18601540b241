package io.mediadeleter.pipeline.port;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The port to the control topic, which all instances read in the same order. Confined to the control thread.
 *
 * <p>Each method may throw {@link ControlLogLost}, after which only {@link #start} makes sense, and {@link
 * ControlLogRefused}, after which nothing does.
 */
public interface ControlLog {

    /** Goes to the topic's first record: the next read begins there. */
    void start();

    /**
     * Until now nothing stood on the topic that stops a call, and the caller was certain of it: another topic in its place is
     * as good. Without this word, one that begins with another topic than the group obeyed has to be told to call.
     */
    default void nothingStood() {}

    /**
     * Why the topic cannot be read or written, as far as Kafka tells now, without a stop; empty when nothing is known to be in the way.
     * Thread-safe.
     */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Hands an entry over to be written behind all before it; one that cannot be written is never read. */
    void write(ControlEntry entry);

    /** Waits until all that was handed over is written or cannot be, some seconds at most. */
    void flush();

    /** The next records, those of unfinished transactions included; waits for one, at most that long. */
    List<LoggedEntry> read(Duration atMost);

    /** Whether more records are known to lie ahead of those that were read: where a long table stands, it is read bit by bit. */
    boolean isBehind();
}
