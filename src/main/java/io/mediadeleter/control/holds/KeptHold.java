package io.mediadeleter.control.holds;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is kept of a hold beside its key; times in milliseconds, for their size. */
record KeptHold(String reason, @Nullable String by, long since, long until, int weight) {

    static final long NEVER = Long.MAX_VALUE;

    static KeptHold of(Hold hold, int weight) {
        Instant until = hold.until();
        return new KeptHold(
                hold.reason(), hold.by(), hold.since().toEpochMilli(), until == null ? NEVER : millis(until), weight);
    }

    /** Of all that can be written, years 0 to 9999, none overflows; what lies beyond never comes. */
    private static long millis(Instant until) {
        try {
            return until.toEpochMilli();
        } catch (ArithmeticException never) {
            return NEVER;
        }
    }

    Hold of(Selector selector) {
        return new Hold(
                selector, reason, by, Instant.ofEpochMilli(since), until == NEVER ? null : Instant.ofEpochMilli(until));
    }
}
