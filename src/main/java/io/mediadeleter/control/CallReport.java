package io.mediadeleter.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process tells the group of its calls. It has a key of its own on the control topic, so that no later record of another
 * process takes its place.
 *
 * @param process as in no other process's reports, ever
 * @param instance the instance's name in the group
 * @param number counts the process's reports, from 1
 * @param limit the calls within an hour that the instance is set to; null when it is set to none
 * @param counted its calls of the last hour that count
 * @param recent those that count, too, and were begun before this was written, nobody can tell when
 * @param reserved as many more it may make before its next report counts, those in flight among them
 */
public record CallReport(
        String process,
        String instance,
        long number,
        @Nullable Integer limit,
        List<CountedCalls> counted,
        int recent,
        int reserved) {

    public CallReport {
        if (number < 1 || recent < 0 || reserved < 0) {
            throw new IllegalArgumentException("no report: " + number + ", " + recent + ", " + reserved);
        }
        counted = List.copyOf(counted);
    }

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
}
