package io.mediadeleter.rule;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long a request waits before it is first called, so that it can still be withdrawn.
 *
 * <p>It begins when the brokers append the request to the topic that it waits on, and the record says how long it was
 * promised to last. A longer one that is set meanwhile counts, a shorter one does not: whoever relies on a period has it, and
 * a setting that is lost makes nothing due.
 *
 * @param length zero for none
 * @param topics the topics whose requests wait
 */
public record GracePeriod(Duration length, Set<String> topics) {

    /** No record is taken to promise more: a damaged one must not hold its partition back for ever. */
    public static final Duration LONGEST = Duration.ofDays(30);

    /** Requests are called as soon as there is a token. */
    public static final GracePeriod NONE = new GracePeriod(Duration.ZERO, Set.of());

    public GracePeriod {
        if (length.isNegative() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("not within " + LONGEST + ": " + length);
        }
        topics = Set.copyOf(topics);
    }

    /** Whether it begins for a request that has just been read. */
    boolean beginsFor(Delivery delivery) {
        return !length.isZero() && topics.contains(delivery.partition().topic());
    }

    /**
     * When it ends.
     *
     * @param appended the brokers' stamp
     * @param promised by the record; null for one that does not say
     */
    public Instant endOf(Instant appended, @Nullable Duration promised) {
        Duration kept = promised == null ? Duration.ZERO : Durations.min(promised, LONGEST);
        return appended.plus(Durations.max(kept, length));
    }
}
