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
public record RetryDelay(String name, Duration delay) {

    public RetryDelay {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("a rung's delay is positive: " + name);
        }
    }

    /** The rung of this name, as {@code retry.delays} takes it; empty when the name is no delay. */
    public static Optional<RetryDelay> named(String name) {
        try {
            Duration delay = DurationText.parse(name);
            return delay.isNegative() || delay.isZero() ? Optional.empty() : Optional.of(new RetryDelay(name, delay));
        } catch (DateTimeParseException | ArithmeticException noDelay) {
            return Optional.empty();
        }
    }
}
