package io.mediadeleter.ops.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many calls ended in each {@value #SECONDS} seconds of the last ten minutes. A ring of counts, so that it never grows;
 * times are the wall clock's, since people read them. Thread-safe.
 */
public final class CallHistory {

    /** The length of a step. */
    static final int SECONDS = 5;

    /** Ten minutes of them. */
    static final int STEPS = 120;

    /**
     * What there was to see.
     *
     * @param secondsPerStep the length of each
     * @param from when the first begins, by ISO 8601
     * @param calls that ended in each step, the oldest first
     * @param throttled those of them that the API refused for its limit
     * @param failed those of them that failed otherwise; that a media is not there is no failure
     */
    public record Span(
            int secondsPerStep, String from, List<Integer> calls, List<Integer> throttled, List<Integer> failed) {

        public Span {
            calls = List.copyOf(calls);
            throttled = List.copyOf(throttled);
            failed = List.copyOf(failed);
        }
    }

    /** One more than is shown: the step that has not ended yet. */
    @GuardedBy("this")
    private final long[] numbers = new long[STEPS + 1];

    @GuardedBy("this")
    private final int[] ended = new int[STEPS + 1];

    @GuardedBy("this")
    private final int[] refused = new int[STEPS + 1];

    @GuardedBy("this")
    private final int[] broken = new int[STEPS + 1];

    synchronized void add(Instant at, Outcome outcome) {
        long number = number(at);
        int place = place(number);
        if (numbers[place] != number) {
            numbers[place] = number;
            ended[place] = 0;
            refused[place] = 0;
            broken[place] = 0;
        }
        ended[place]++;
        if (outcome.failedBy(FaultKind.THROTTLED)) {
            refused[place]++;
        } else if (outcome instanceof Outcome.Failed && !outcome.failedBy(FaultKind.ABSENT)) {
            broken[place]++;
        }
    }

    /** The steps that have ended by now. */
    synchronized Span until(Instant now) {
        List<Integer> calls = new ArrayList<>(STEPS);
        List<Integer> throttled = new ArrayList<>(STEPS);
        List<Integer> failed = new ArrayList<>(STEPS);
        long first = number(now) - STEPS;
        for (long number = first; number < first + STEPS; number++) {
            int place = place(number);
            boolean known = numbers[place] == number;
            calls.add(known ? ended[place] : 0);
            throttled.add(known ? refused[place] : 0);
            failed.add(known ? broken[place] : 0);
        }
        return new Span(SECONDS, Instant.ofEpochSecond(first * SECONDS).toString(), calls, throttled, failed);
    }

    private static long number(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), SECONDS);
    }

    private int place(long number) {
        return (int) Math.floorMod(number, (long) STEPS + 1);
    }
}
