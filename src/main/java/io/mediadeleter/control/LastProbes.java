package io.mediadeleter.control;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last probe of each instance, and whether another process writes under this instance's name. Not thread-safe. */
final class LastProbes {

    /** Anyone with the right may write probes. */
    private static final int MOST_INSTANCES = 10_000;

    private final Map<String, LoggedEntry> byInstance = new HashMap<>();
    private int namesakes;
    private @Nullable Instant namesake;

    void put(Probe probe, long offset, Instant stamp) {
        if (byInstance.size() < MOST_INSTANCES || byInstance.containsKey(probe.instance())) {
            byInstance.put(probe.instance(), new LoggedEntry(offset, stamp, new ControlEntry.Seen(probe)));
        }
    }

    void remove(String instance) {
        byInstance.remove(instance);
    }

    /** Another process has written under this instance's name. The first may have been on its way when this one began. */
    void namesake(Instant stamp) {
        if (++namesakes > 1) {
            namesake = stamp;
        }
    }

    Optional<Instant> namesake() {
        return Optional.ofNullable(namesake);
    }

    Map<String, LoggedEntry> byInstance() {
        return Map.copyOf(byInstance);
    }
}
