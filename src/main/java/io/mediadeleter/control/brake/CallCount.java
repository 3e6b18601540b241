package io.mediadeleter.control.brake;

import io.mediadeleter.control.CallReport.CountedCalls;
import io.mediadeleter.control.Probe;
import io.mediadeleter.time.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The calls of this process that count, of the last hour: when each was made is known as soon as something that was written later
 * has been read back, from the broker's stamp of it. To the minute, so at most some sixty numbers. Not thread-safe.
 */
final class CallCount {

    /** For how long a call counts. */
    static final Duration HOUR = Duration.ofHours(1);

    private static final long SECONDS = 60;

    private static final int MOST_UNREAD = 64;

    /** A probe that was written, and how many calls had been added by then. */
    private record Sent(Probe probe, long total) {}

    private final Deque<Sent> unread = new ArrayDeque<>();
    private final NavigableMap<Long, CountedCalls> byMinute = new TreeMap<>();
    private long total;
    private long stamped;

    /** One more. */
    void add() {
        total++;
    }

    /** All that were ever added. */
    long total() {
        return total;
    }

    /** A probe is about to be written. */
    void sent(Probe probe) {
        unread.add(new Sent(probe, total));
        if (unread.size() > MOST_UNREAD) {
            unread.remove(); // those behind it tell as much
        }
    }

    /** A probe comes from the topic. If it is one of those sent, what was added before was made before its stamp. */
    void readBack(Probe probe, Instant stamp) {
        if (unread.stream().noneMatch(sent -> sent.probe().equals(probe))) {
            return;
        }
        Sent sent = unread.remove();
        while (!sent.probe().equals(probe)) {
            sent = unread.remove();
        }
        stamp(sent.total(), stamp);
    }

    /** The topic is read from its beginning again. */
    void startOver() {
        unread.clear();
    }

    /** Of all that were ever added, the first so many were made no later than this. */
    void stamp(long totalThen, Instant until) {
        int calls = (int) (totalThen - stamped);
        if (calls > 0) {
            byMinute.merge(
                    Math.floorDiv(until.getEpochSecond(), SECONDS),
                    new CountedCalls(until, calls),
                    (some, more) ->
                            new CountedCalls(Instants.later(some.until(), more.until()), some.calls() + more.calls()));
            stamped = totalThen;
        }
        byMinute.values().removeIf(counted -> !counted.until().isAfter(until.minus(HOUR)));
    }

    /** What was made before then counts no more. */
    void reset(Instant at) {
        byMinute.values().removeIf(counted -> counted.until().isBefore(at));
    }

    /** Nothing that was added counts any more. */
    void clear() {
        byMinute.clear();
        stamped = total;
    }

    /** Those of which it is not known when they were made. */
    int recent() {
        return (int) (total - stamped);
    }

    List<CountedCalls> counted() {
        return List.copyOf(byMinute.values());
    }

    /** Those that count: not known to have been made up to {@code from}. */
    long since(Instant from) {
        long counted = recent();
        for (CountedCalls calls : byMinute.values()) {
            counted += calls.until().isAfter(from) ? calls.calls() : 0;
        }
        return counted;
    }
}
