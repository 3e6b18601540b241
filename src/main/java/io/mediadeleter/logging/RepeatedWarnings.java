package io.mediadeleter.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets a warning or an error that Kafka's clients repeat through once a minute: they tell of a missing topic many times a
 * second, which buries the line that says what to do. How many were left out is told. Thread-safe.
 */
public final class RepeatedWarnings extends TurboFilter {

    private static final String CLIENTS = "org.apache.kafka";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Different lines that are told apart; the oldest is forgotten for the next. */
    private static final int MOST_KINDS = 500;

    /**
     * What is another each time: the ids that Kafka makes up for members, and numbers that stand alone, but for a broker's.
     * Numbers in names tell things apart.
     */
    private static final Pattern CHANGING =
            Pattern.compile("(?<![\\w-])(?=[\\w-]*[A-Z])(?=[\\w-]*\\d)[\\w-]{22}(?![\\w-])|(?<![\\w.-]|node )\\d+");

    private static final class Repeats {

        private final long since;
        private long leftOut;

        Repeats(long since) {
            this.since = since;
        }
    }

    private final LongSupplier nanoTime;

    private final Map<String, Repeats> kinds = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Repeats> eldest) {
            return size() > MOST_KINDS;
        }
    };

    /** Logback makes it. */
    public RepeatedWarnings() {
        this(System::nanoTime);
    }

    RepeatedWarnings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        boolean isTold = format != null && level.isGreaterOrEqual(logger.getEffectiveLevel());
        if (!isTold || !level.isGreaterOrEqual(Level.WARN) || !logger.getName().startsWith(CLIENTS)) {
            return FilterReply.NEUTRAL;
        }
        long leftOut =
                leftOut(logger.getName() + level + CHANGING.matcher(format).replaceAll("#"));
        if (leftOut > 0) {
            logger.getLoggerContext()
                    .getLogger(RepeatedWarnings.class)
                    .warn("{} lines like the next one were left out within the last minutes", leftOut);
        }
        return leftOut < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** How many were left out since the last that was not; negative for one that is to be left out itself. */
    private synchronized long leftOut(String kind) {
        long now = nanoTime.getAsLong();
        Repeats before = kinds.get(kind);
        if (before != null && now - before.since < MINUTE.toNanos()) {
            before.leftOut++;
            return -1;
        }
        kinds.remove(kind);
        kinds.put(kind, new Repeats(now));
        return before == null ? 0 : before.leftOut;
    }
}
