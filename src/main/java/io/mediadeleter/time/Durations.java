package io.mediadeleter.time;

import java.time.Duration;

/** What Java has for numbers and not for lengths of time. Stateless. */
public final class Durations {

    private Durations() {}

    /** The shorter one. */
    public static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** The longer one. */
    public static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
