package io.mediadeleter.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
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

    /** Binds what it is each time when the meters are read. */
    public static MeterBinder meters(Supplier<LogFlow> flow) {
        return registry -> {
            FunctionCounter.builder(
                            "media.deleter.log.lines.dropped",
                            flow,
                            each -> each.get().dropped())
                    .description(
                            "Log lines dropped because standard output was blocked for too long. Alert on any: settlements"
                                    + " may be among them, which are then recorded only on Kafka; look at what collects"
                                    + " the log.")
                    .register(registry);
            Gauge.builder("media.deleter.log.lines.waiting", () -> flow.get().waiting())
                    .description(
                            "Log lines in memory that standard output has not taken yet. Alert when it keeps rising.")
                    .register(registry);
        };
    }

    /** For people; empty while lines are taken. */
    public Optional<String> sentence() {
        return Optional.ofNullable(stalledSince)
                .map(since -> "Standard output has taken no log line since " + since.truncatedTo(ChronoUnit.SECONDS)
                        + (because == null ? ": nobody reads it" : " (" + because + ")") + ". " + waiting
                        + " lines wait in memory, " + dropped
                        + " were dropped. Deletion goes on; look at what collects or stores the log.");
    }
}
