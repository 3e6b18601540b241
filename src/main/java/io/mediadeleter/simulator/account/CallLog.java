package io.mediadeleter.simulator.account;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every call of an action, in the order of the answers. Keeps the newest calls themselves; the counts cover all since the start.
 *
 * <p>Thread-safe: every method holds the instance's lock.
 */
public final class CallLog {

    /**
     * The calls since the start, counted.
     *
     * @param accepted calls whose deletion happened
     * @param outcomes calls by {@link Call#outcome}
     */
    public record Stats(long total, long accepted, Map<String, Long> outcomes) {

        public Stats {
            outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
        }

        /** Calls that deleted nothing. */
        public long refused() {
            return total - accepted;
        }

        /** Calls that ended so. */
        public long count(String outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }
    }

    private final int capacity;
    private final Deque<Call> newest = new ArrayDeque<>();
    private final Map<String, Long> outcomes = new HashMap<>();
    private long total;
    private long accepted;

    /**
     * Begins empty.
     *
     * @param capacity calls kept, 1 or more; the oldest make room
     */
    public CallLog(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("the log keeps at least one call: " + capacity);
        }
        this.capacity = capacity;
    }

    public synchronized void add(Call call) {
        if (newest.size() == capacity) {
            newest.removeFirst();
        }
        newest.addLast(call);
        total++;
        outcomes.merge(call.outcome(), 1L, Long::sum);
        if (call.accepted()) {
            accepted++;
        }
    }

    /** All calls that are kept, oldest first. */
    public synchronized List<Call> all() {
        return List.copyOf(newest);
    }

    /** The newest calls, oldest first; those for one media if a file id is given, in whatever sub-application. */
    public synchronized List<Call> newest(int limit, Optional<String> fileId) {
        List<Call> found = new ArrayList<>();
        Iterator<Call> backwards = newest.descendingIterator();
        while (found.size() < limit && backwards.hasNext()) {
            Call call = backwards.next();
            if (fileId.isEmpty() || call.fileIds().contains(fileId.get())) {
                found.add(call);
            }
        }
        Collections.reverse(found);
        return found;
    }

    /** The counts of all calls since the start. */
    public synchronized Stats stats() {
        return new Stats(total, accepted, outcomes);
    }
}
