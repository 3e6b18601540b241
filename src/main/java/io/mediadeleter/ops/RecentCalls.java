package io.mediadeleter.ops;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Failed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of the calls of the last {@value #SECONDS} seconds. A ring of counts, so that it never grows. Thread-safe. */
public final class RecentCalls {

    static final int SECONDS = 10;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int MOST_CODES = 8;

    private static final class Step {
        private long number;
        private int ended;
        private int failed;
        private int throttled;
        private int settled;
        private long millis;
        private final Map<String, Integer> codes = new HashMap<>();

        void begin(long next) {
            number = next;
            ended = 0;
            failed = 0;
            throttled = 0;
            settled = 0;
            millis = 0;
            codes.clear();
        }
    }

    /** One more than is told: the second that has not ended yet. */
    @GuardedBy("this")
    private final Step[] steps = new Step[SECONDS + 1];

    public RecentCalls() {
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new Step();
            steps[i].number = Long.MIN_VALUE;
        }
    }

    /** A call has ended. That a media is not there is no failure. */
    public synchronized void ended(Outcome outcome, Duration took, long nowNanos) {
        Step step = step(nowNanos);
        step.ended++;
        step.millis += took.toMillis();
        if (outcome instanceof Failed failed && failed.fault().kind() != FaultKind.ABSENT) {
            step.failed++;
            step.throttled += failed.fault().kind() == FaultKind.THROTTLED ? 1 : 0;
            count(failed.fault(), step);
        }
    }

    /** So many requests are settled. */
    public synchronized void settled(int requests, long nowNanos) {
        step(nowNanos).settled += requests;
    }

    /** The seconds that have ended. */
    public synchronized Lately lately(long nowNanos) {
        long now = Math.floorDiv(nowNanos, SECOND_NANOS);
        Step sum = new Step();
        for (Step step : steps) {
            if (step.number >= now - SECONDS && step.number < now) {
                sum.ended += step.ended;
                sum.failed += step.failed;
                sum.throttled += step.throttled;
                sum.settled += step.settled;
                sum.millis += step.millis;
                step.codes.forEach((code, count) -> sum.codes.merge(code, count, Integer::sum));
            }
        }
        return new Lately(SECONDS, sum.ended, sum.failed, sum.throttled, sum.settled, sum.millis, most(sum.codes));
    }

    private static void count(Fault fault, Step step) {
        if (step.codes.size() < MOST_CODES || step.codes.containsKey(fault.code())) {
            step.codes.merge(fault.code(), 1, Integer::sum);
        }
    }

    private static @Nullable String most(Map<String, Integer> codes) {
        return codes.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    @GuardedBy("this")
    private Step step(long nowNanos) {
        long number = Math.floorDiv(nowNanos, SECOND_NANOS);
        Step step = steps[(int) Math.floorMod(number, (long) steps.length)];
        if (step.number != number) {
            step.begin(number);
        }
        return step;
    }
}
