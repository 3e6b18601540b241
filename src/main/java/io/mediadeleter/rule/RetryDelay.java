package io.mediadeleter.rule;

import io.mediadeleter.text.DurationText;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * One step of the retry schedule, a topic with one delay.
 *
 * @param name as configured, such as {@code 5s}; the last part of the topic's name
 */
public record RetryDelay(String name, Duration duration) {

    public RetryDelay {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a retry delay is positive: " + name);
        }
    }

    /** The delay of this name, as {@code retry.delays} takes it; empty when the name is no delay. */
    public static Optional<RetryDelay> named(String name) {
        try {
            Duration duration = DurationText.parse(name);
            return duration.isNegative() || duration.isZero()
                    ? Optional.empty()
                    : Optional.of(new RetryDelay(name, duration));
        } catch (DateTimeParseException | ArithmeticException noDelay) {
            return Optional.empty();
        }
    }
}
