package io.mediadeleter.control.brake;

import io.mediadeleter.control.CallReport;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.holds.ControlReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the group's living instances are set to, as limits on calls in an hour: the least counts. One that has written no probe for
 * longer than a lease makes no calls, and its limit counts no more. Not thread-safe.
 */
final class GroupLimits {

    private static final int MOST = 10_000;
    private static final Duration SILENCE = ControlReader.LEASE.plus(ControlReader.MARGIN);

    private final String instance;
    private final @Nullable Integer own;
    private final Map<String, Instant> probed = new HashMap<>();
    private final Map<String, Integer> told = new HashMap<>();
    private Instant now = Instant.EPOCH;

    GroupLimits(String instance, @Nullable Integer own) {
        this.instance = instance;
        this.own = own;
    }

    /** The next record of the topic. */
    void read(LoggedEntry logged) {
        now = logged.stamp();
        if (logged.entry() instanceof Seen seen) {
            put(probed, seen.probe().instance(), now);
        } else if (logged.entry() instanceof Reported reported) {
            told(reported.report());
        }
    }

    /** What counts for all; null for no limit. */
    @Nullable
    Integer least() {
        Integer least = own;
        for (Map.Entry<String, Integer> other : told.entrySet()) {
            if ((least == null || other.getValue() < least) && isAliveBeside(other.getKey())) {
                least = other.getValue();
            }
        }
        return least;
    }

    /** What each instance is set to, by name, if that is not the same; those without a limit are left out. */
    Map<String, Integer> differing() {
        Map<String, Integer> limits = all();
        boolean isSame = limits.values().stream().distinct().count() <= 1 && (limits.isEmpty() || own != null);
        return isSame ? Map.of() : limits;
    }

    private Map<String, Integer> all() {
        Map<String, Integer> limits = new TreeMap<>();
        told.forEach((name, limit) -> {
            if (isAliveBeside(name)) {
                limits.put(name, limit);
            }
        });
        if (own != null) {
            limits.put(instance, own);
        }
        return limits;
    }

    private boolean isAliveBeside(String name) {
        return !name.equals(instance)
                && !probed.getOrDefault(name, Instant.EPOCH).isBefore(now.minus(SILENCE));
    }

    private void told(CallReport report) {
        if (report.limit() == null) {
            told.remove(report.instance());
        } else {
            put(told, report.instance(), report.limit());
        }
    }

    private static <V> void put(Map<String, V> map, String name, V value) {
        if (map.size() < MOST || map.containsKey(name)) {
            map.put(name, value);
        }
    }
}
