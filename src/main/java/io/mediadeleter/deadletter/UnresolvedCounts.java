package io.mediadeleter.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The unresolved dead letters of a part of the table.
 *
 * @param groups by fault, the largest first; a group's {@code since} leaves out times that make no sense
 */
public record UnresolvedCounts(List<FaultGroups.Group> groups) {

    /** A letter that seems to be older was stamped in another unit, or by somebody else. */
    private static final Duration OLDEST = Duration.ofDays(3_650);

    public UnresolvedCounts {
        groups = List.copyOf(groups);
    }

    /** How many there are, at least. */
    public long count() {
        return groups.stream().mapToLong(FaultGroups.Group::count).sum();
    }

    /** When the oldest was given up, as of {@code now}; empty when there is none whose time makes sense. */
    public Optional<Instant> oldest(Instant now) {
        return groups.stream()
                .map(FaultGroups.Group::since)
                .filter(since -> makesSense(since, now))
                .min(Instant::compareTo);
    }

    static boolean makesSense(Instant at, Instant now) {
        return at.isAfter(now.minus(OLDEST)) && !at.isAfter(now);
    }
}
