package io.mediadeleter.ops.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.text.Excerpt;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for most, about, in the last hour: {@code requestedBy} of the requests that were settled. Anybody may publish any number
 * of names, so only some are counted: who comes new where all places are taken gets the place, and the count, of the least, as
 * the space-saving sketch does it. So nobody who asks for much is missed, and a count is too high by the least at most.
 * Thread-safe.
 */
final class TopRequesters {

    static final int PLACES = 64;
    static final int MOST_SHOWN = 5;

    private static final long STEP_SECONDS = 600;
    private static final int STEPS = 6;
    private static final int MAX_NAME = 80;
    private static final String NOBODY = "(requestedBy not given)";

    /**
     * Who asked for how many requests.
     *
     * @param requests at most so many
     */
    record Requester(String name, long requests) {}

    private static final class Step {

        private final long number;
        private final Map<String, Long> counts = new HashMap<>();

        Step(long number) {
            this.number = number;
        }

        void count(String name) {
            if (counts.containsKey(name) || counts.size() < PLACES) {
                counts.merge(name, 1L, Long::sum);
                return;
            }
            Map.Entry<String, Long> least =
                    counts.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
            counts.remove(least.getKey());
            counts.put(name, least.getValue() + 1);
        }
    }

    @GuardedBy("this")
    private final Deque<Step> steps = new ArrayDeque<>();

    /** A request of theirs is settled. */
    synchronized void count(@Nullable String requestedBy, Instant at) {
        long number = Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
        Step last = steps.peekLast();
        if (last == null || last.number != number) {
            last = new Step(number);
            steps.add(last);
            if (steps.size() > STEPS) {
                steps.remove();
            }
        }
        last.count(requestedBy == null || requestedBy.isBlank() ? NOBODY : Excerpt.of(requestedBy, MAX_NAME));
    }

    /** Those that asked for most in the hour before {@code now}, the most first. */
    synchronized List<Requester> most(Instant now) {
        long first = Math.floorDiv(now.getEpochSecond(), STEP_SECONDS) - STEPS;
        Map<String, Long> sums = new HashMap<>();
        steps.stream()
                .filter(step -> step.number > first)
                .forEach(step -> step.counts.forEach((name, count) -> sums.merge(name, count, Long::sum)));
        return sums.entrySet().stream()
                .map(sum -> new Requester(sum.getKey(), sum.getValue()))
                .sorted(Comparator.comparingLong(Requester::requests).reversed().thenComparing(Requester::name))
                .limit(MOST_SHOWN)
                .toList();
    }
}
