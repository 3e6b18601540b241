package io.mediadeleter.pipeline.port;

import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import java.time.Duration;
import java.util.List;

/**
 * The port to the control topic, which all instances read in the same order. Belongs to the control thread.
 *
 * <p>Each method may throw {@link ControlLogLost}, after which only {@link #start} makes sense, and {@link
 * ControlLogRefused}, after which nothing does.
 */
public interface ControlLog {

    /** Goes to the topic's first record: the next read begins there. */
    void start();

    /** Hands a probe over to be written behind all before it; one that cannot be written is never read. */
    void write(Probe probe);

    /** The next records, those of unfinished transactions included; waits for one, at most that long. */
    List<LoggedEntry> read(Duration atMost);
}
