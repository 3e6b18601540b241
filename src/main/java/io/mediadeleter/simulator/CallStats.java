package io.mediadeleter.simulator;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calls since the start, counted.
 *
 * @param accepted calls whose deletion happened
 * @param outcomes calls by {@link Call#outcome}
 */
public record CallStats(long total, long accepted, Map<String, Long> outcomes) {

    public CallStats {
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
