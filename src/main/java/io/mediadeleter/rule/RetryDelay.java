package io.mediadeleter.rule;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of the retry ladder, a topic with one delay.
 *
 * @param name as configured, such as {@code 5s}; the last part of the topic's name
 */
public record RetryDelay(String name, Duration delay) {

    private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    public RetryDelay {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("a rung's delay is positive: " + name);
        }
    }

    /** The rung of this name, as {@code retry.delays} takes it; empty when the name is no delay. */
    public static Optional<RetryDelay> named(String name) {
        Matcher simple = SIMPLE.matcher(name);
        try {
            Duration delay = simple.matches()
                    ? Duration.of(Long.parseLong(simple.group(1)), unit(simple.group(2)))
                    : Duration.parse(name);
            return delay.isNegative() || delay.isZero() ? Optional.empty() : Optional.of(new RetryDelay(name, delay));
        } catch (DateTimeParseException | ArithmeticException noDelay) {
            return Optional.empty();
        }
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }
}
