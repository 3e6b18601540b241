package io.mediadeleter.control;

import java.time.Instant;

/**
 * Calls that count for the group's limit.
 *
 * @param until none of them was begun later, by the brokers' clock
 */
public record CountedCalls(Instant until, int calls) {

    public CountedCalls {
        if (calls < 1) {
            throw new IllegalArgumentException("calls are counted from 1: " + calls);
        }
    }
}
