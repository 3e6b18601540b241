package io.mediadeleter.kafka.control;

import io.mediadeleter.text.Excerpt;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which keys that name nothing are told in the log: each once, since it may be a hold with a slip in it, and only a few a minute, so
 * that a topic full of them buries nothing else. Not thread-safe.
 */
final class UnknownKeys {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MOST_A_MINUTE = 10;

    /** As many are remembered; the oldest is forgotten for the next. */
    private static final int MOST_KEYS = 500;

    private static final int LONGEST_SHOWN = 80;

    /**
     * A key to tell.
     *
     * @param shown the key, cut and printable
     * @param leftOut how many others were not told since the last that was
     */
    record Told(String shown, long leftOut) {}

    private final LongSupplier nanoTime;
    private final Set<String> told = new LinkedHashSet<>();
    private long minuteSince;
    private int thisMinute;
    private long leftOut;

    UnknownKeys(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Empty when it was told before, or enough was told within the last minute. */
    Optional<Told> meet(String key) {
        String shown = Excerpt.of(key, LONGEST_SHOWN);
        if (told.contains(shown)) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        if (thisMinute == 0 || now - minuteSince >= MINUTE) {
            minuteSince = now;
            thisMinute = 0;
        }
        if (thisMinute == MOST_A_MINUTE) {
            leftOut++;
            return Optional.empty();
        }
        thisMinute++;
        remember(shown);
        Told next = new Told(shown, leftOut);
        leftOut = 0;
        return Optional.of(next);
    }

    private void remember(String shown) {
        if (told.size() == MOST_KEYS) {
            told.remove(told.iterator().next());
        }
        told.add(shown);
    }
}
