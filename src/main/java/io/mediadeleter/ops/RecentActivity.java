package io.mediadeleter.ops;

import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the status page tells of the past: the calls of the last minutes, the dead letters by code, and since when
 * no commit went through. Safe for any thread.
 */
public final class RecentActivity implements Telemetry {

    /**
     * Dead letters of one code.
     *
     * @param fault the kind
     * @param latest when the last one was committed, by ISO 8601
     */
    public record Letters(String fault, String code, long count, String latest) {

        private Letters and(Letters later) {
            return new Letters(fault, code, count + later.count, later.latest);
        }
    }

    private final Time time;
    private final Supplier<LogFlow> log;
    private final BoundedTagValues codes = new BoundedTagValues(MeterTelemetry.MOST_CODES);
    private final Map<String, Letters> letters = new ConcurrentHashMap<>();
    private final CallHistory calls = new CallHistory();
    private final RecentCalls lately = new RecentCalls();
    private volatile @Nullable Instant commitsFailSince;
    private volatile @Nullable String obstacle;

    RecentActivity(Time time) {
        this(time, () -> LogFlow.UNKNOWN);
    }

    /**
     * Remembers nothing yet.
     *
     * @param log how log lines leave the process now
     */
    public RecentActivity(Time time, Supplier<LogFlow> log) {
        this.time = time;
        this.log = log;
    }

    /** How log lines leave the process. */
    LogFlow log() {
        return log.get();
    }

    /** The calls of the last ten minutes. */
    public CallHistory.Span history(Instant now) {
        return calls.until(now);
    }

    /** The dead letters since the start, the most frequent first. */
    List<Letters> deadLetters() {
        return letters.values().stream()
                .sorted(Comparator.comparingLong(Letters::count).reversed().thenComparing(Letters::code))
                .toList();
    }

    /** What came of the last commits and calls. */
    Recently recently() {
        return new Recently(commitsFailSince, obstacle, lately.lately(time.nanoTime()));
    }

    @Override
    public void callEnded(EndedCall call) {
        calls.add(time.now(), call.outcome().failedBy(FaultKind.THROTTLED));
        lately.ended(call.outcome(), call.took(), time.nanoTime());
    }

    @Override
    public void settled(List<Settled> settlements, Duration took) {
        lately.settled(settlements.size(), time.nanoTime());
        commitsFailSince = null;
        obstacle = null;
        String now = time.now().toString();
        for (Settled settled : settlements) {
            if (settled.settlement() instanceof DeadLettered dead) {
                String code = codes.known(dead.fault().code());
                String kind = dead.fault().kind().name();
                letters.merge(kind + " " + code, new Letters(kind, code, 1, now), Letters::and);
            }
        }
    }

    @Override
    public void commitObstructed(String obstacle) {
        this.obstacle = obstacle;
    }

    @Override
    public void commitAborted(int settlements, Duration backOff) {
        if (commitsFailSince == null) {
            commitsFailSince = time.now();
        }
    }
}
