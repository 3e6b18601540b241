package io.mediadeleter.control;

import java.time.Duration;
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
    private @Nullable Namesake namesake;
    private @Nullable Instant began;
    private @Nullable Membership own;

    void put(Probe probe, long offset, Instant stamp) {
        if (byInstance.size() < MOST_INSTANCES || byInstance.containsKey(probe.instance())) {
            byInstance.put(probe.instance(), new LoggedEntry(offset, stamp, new ControlEntry.Seen(probe)));
        }
    }

    void remove(String instance) {
        byInstance.remove(instance);
    }

    /** What this process is in the group, as it tells. */
    void sent(@Nullable Membership member) {
        own = member == null ? own : member;
    }

    /**
     * Another process id has come under this instance's name. It is this process's own where the member is: it has begun anew, and
     * what it had written before comes late. The last probe of one that leaves does not tell its host.
     */
    void namesake(ControlEntry.Seen seen, Instant stamp) {
        Membership member = seen.probe().member();
        if (member != null && member.equals(own)) {
            return;
        }
        InstanceReport report = seen.report();
        String host = report != null ? report.host() : namesake == null ? null : namesake.host();
        namesake = new Namesake(stamp, host);
    }

    /** This process had begun to read so long before it sent the probe that has this stamp. */
    void began(Instant stamp, Duration before) {
        began = began == null ? stamp.minus(before) : began;
    }

    /** The other process, if it was there when this one had begun: else it came before it. */
    Optional<Namesake> namesake() {
        return Optional.ofNullable(namesake)
                .filter(other -> began != null && !other.seen().isBefore(began));
    }

    Map<String, LoggedEntry> byInstance() {
        return Map.copyOf(byInstance);
    }
}
