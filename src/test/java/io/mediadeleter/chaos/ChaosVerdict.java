package io.mediadeleter.chaos;

import java.time.Duration;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param settlements results and dead letters
 * @param lost requests without a settlement
 * @param duplicated settlements beyond the first of their request
 * @param steps results by outcome, dead letters and retries
 * @param calls that reached the API
 * @param strayCalls calls for anything but a valid request
 * @param repeatedCalls calls beyond the attempts that the settlement counts
 * @param unexplained repeated calls of requests that no trouble can have met
 * @param exposedCalls calls that no committed record told of when some trouble began, and calls that a paused instance
 *     may have had in hand: so many could be repeated
 * @param endedOfThemselves processes that ended without being asked to, and were started again
 * @param standstill the longest time without a committed record
 */
record ChaosVerdict(
        int requests,
        int settlements,
        int lost,
        int duplicated,
        Map<String, Long> steps,
        int calls,
        int strayCalls,
        int repeatedCalls,
        int unexplained,
        int exposedCalls,
        int endedOfThemselves,
        Duration standstill) {

    String table() {
        return String.join(
                System.lineSeparator(),
                row("requests", requests),
                row("settlements", settlements),
                row("lost", lost),
                row("duplicated", duplicated),
                row("records", steps),
                row("calls", calls),
                row("stray calls", strayCalls),
                row("repeated calls", repeatedCalls),
                row("  not explained by a trouble", unexplained),
                row("  exposed at troubles", exposedCalls),
                row("instances that gave up", endedOfThemselves),
                row("longest standstill", standstill.toMillis() + " ms"));
    }

    private static String row(String name, Object value) {
        return String.format("%-30s %s", name, value);
    }
}
