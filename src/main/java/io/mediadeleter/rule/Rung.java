package io.mediadeleter.rule;

import java.time.Duration;

/**
 * One step of the retry ladder, a topic with one delay.
 *
 * @param name as configured, such as {@code 5s}; the last part of the topic's name
 */
public record Rung(String name, Duration delay) {

    public Rung {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("a rung's delay is positive: " + name);
        }
    }
}
