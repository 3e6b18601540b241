package io.mediadeleter.time;

import java.time.Instant;

/** What Java has for numbers and not for moments. Stateless. */
public final class Instants {

    private Instants() {}

    public static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    public static Instant later(Instant one, Instant other) {
        return other.isAfter(one) ? other : one;
    }
}
