package io.mediadeleter.ops.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.event.Content.Valid;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.ops.BoundedTagValues;
import io.mediadeleter.ops.LogFlow;
import io.mediadeleter.ops.RecentCalls;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.text.Excerpt;
import io.mediadeleter.time.Moment;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the status page tells of the past: the calls of the last minutes, the dead letters by code, and since when
 * no commit went through. Thread-safe.
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

    /**
     * A dead letter that this instance has written.
     *
     * @param origin what {@code dead-letters show} is to be given
     */
    record LastLetter(String origin, String fault, String code, Instant at) {}

    /** While the group rebalances, or one of Kafka's coordinators moves, a commit or two fail. */
    private static final Duration LONG_FAILING = Duration.ofSeconds(3);

    static final int LAST_LETTERS = 8;
    private static final int MAX_TEXT = 100;

    private final Time time;
    private final Supplier<LogFlow> log;
    private final BoundedTagValues codes = new BoundedTagValues(BoundedTagValues.MOST_CODES);
    private final Map<String, Letters> letters = new ConcurrentHashMap<>();
    private final CallHistory calls = new CallHistory();
    private final RecentCalls lately = new RecentCalls();
    private final TopRequesters requesters = new TopRequesters();

    @GuardedBy("lastLetters")
    private final Deque<LastLetter> lastLetters = new ArrayDeque<>();

    private volatile @Nullable Moment commitsFailSince;
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

    /** The last dead letters, the latest first. */
    List<LastLetter> lastLetters() {
        synchronized (lastLetters) {
            return List.copyOf(lastLetters);
        }
    }

    /** Who asked for most of what was settled in the last hour. */
    List<TopRequesters.Requester> requesters() {
        return requesters.most(time.now());
    }

    /** What came of the last commits and calls. */
    RecentResults recent() {
        long now = time.nanoTime();
        Moment since = commitsFailSince;
        String known = obstacle;
        Instant failing =
                since != null && (known != null || now - since.nanos() >= LONG_FAILING.toNanos()) ? since.wall() : null;
        return new RecentResults(failing, known, lately.lately(now));
    }

    @Override
    public void callEnded(EndedCall call) {
        calls.add(time.now(), call.outcome());
        lately.ended(call.outcome(), call.took(), time.nanoTime());
    }

    @Override
    public void settled(List<Settled> settlements, Duration took) {
        lately.settled(settlements.size(), time.nanoTime());
        commitsFailSince = null;
        obstacle = null;
        Instant at = time.now();
        String now = at.toString();
        for (Settled settled : settlements) {
            if (settled.delivery().content() instanceof Valid valid && isEnd(settled)) {
                requesters.count(valid.request().requestedBy(), at);
            }
            if (settled.settlement() instanceof DeadLettered dead) {
                remember(settled.delivery(), dead.fault(), at);
                String code = codes.known(dead.fault().code());
                String kind = dead.fault().kind().name();
                letters.merge(kind + " " + code, new Letters(kind, code, 1, now), Letters::and);
            }
        }
    }

    /** A request that is retried ends later. */
    private static boolean isEnd(Settled settled) {
        return settled.settlement().match(done -> true, retried -> false, dead -> true, deferred -> false);
    }

    private void remember(Delivery delivery, Fault fault, Instant at) {
        synchronized (lastLetters) {
            lastLetters.addFirst(new LastLetter(
                    delivery.origin().toString(), fault.kind().name(), Excerpt.of(fault.code(), MAX_TEXT), at));
            if (lastLetters.size() > LAST_LETTERS) {
                lastLetters.removeLast();
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
            commitsFailSince = time.moment();
        }
    }

    /** What could not be committed may have gone with them: then no commit would ever tell that it is over. */
    @Override
    public void released(Collection<Partition> partitions, int dropped) {
        commitsFailSince = null;
        obstacle = null;
    }
}
