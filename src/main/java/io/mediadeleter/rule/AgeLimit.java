package io.mediadeleter.rule;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.text.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How old a request may be when its turn comes. What was asked longer ago may no longer be wanted, and a group that has
 * lost its offsets reads everything again.
 *
 * <p>A request's timestamp is its publisher's claim. Wherever it can be wrong, the limit errs to the side of not deleting: a
 * record without a timestamp counts as one of 1970, one in microseconds as one of the far future, and neither is called. It
 * can be replayed by name, and then counts from its replay.
 *
 * @param maxAge null for no limit, which takes any timestamp
 */
public record AgeLimit(@Nullable Duration maxAge) {

    /** So far a publisher's clock may be ahead of the brokers'; by default they refuse records that are further ahead. */
    public static final Duration MOST_AHEAD = Duration.ofHours(1);

    /** Any age will do. */
    public static final AgeLimit NONE = new AgeLimit(null);

    public AgeLimit {
        if (maxAge != null && (maxAge.isNegative() || maxAge.isZero())) {
            throw new IllegalArgumentException("a limit on the age is positive: " + maxAge);
        }
    }

    /**
     * Why the request must not be called any more; empty when it may be. One that is just as old as the limit may.
     *
     * @param now by the brokers' clock
     */
    public Optional<Fault> objection(Delivery delivery, Instant now) {
        if (maxAge == null) {
            return Optional.empty();
        }
        Instant from = delivery.agesFrom();
        String stamp = delivery.attempt().replayedAt() == null ? "The request was written at " : "It was replayed at ";
        if (from.isAfter(now.plus(MOST_AHEAD))) {
            return Optional.of(
                    Fault.expired(stamp + from + ", more than an hour ahead of the brokers' time, so that its age"
                            + " is not known: the timestamp is wrong, or the clock it was taken from"));
        }
        Duration age = Duration.between(from, now);
        if (age.compareTo(maxAge) <= 0) {
            return Optional.empty();
        }
        return Optional.of(Fault.expired(stamp + from + ", " + Figures.inWords(age)
                + " before its turn came, and the limit, requests.max-age, is " + Figures.inWords(maxAge)));
    }
}
