package io.mediadeleter.ops;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How log lines leave the process.
 *
 * @param waiting lines in memory that were not taken yet
 * @param dropped lines that were given up since the start, because too many waited
 * @param stalledSince since when standard output has taken none, though some wait; missing while it takes them
 * @param because what writing ended in; missing where it only waits for a reader
 */
public record LogFlow(
        int waiting,
        long dropped,
        @Nullable Instant stalledSince,
        @Nullable String because) {

    /** For logs that this program does not write itself. */
    public static final LogFlow UNKNOWN = new LogFlow(0, 0, null, null);

    /** For people; empty while lines are taken. */
    Optional<String> sentence() {
        return Optional.ofNullable(stalledSince)
                .map(since -> "Standard output has taken no log line since " + since.truncatedTo(ChronoUnit.SECONDS)
                        + (because == null ? ": nobody reads it" : " (" + because + ")") + ". " + waiting
                        + " lines wait in memory, " + dropped
                        + " were dropped. Deletion goes on; look at what collects or stores the log.");
    }
}
