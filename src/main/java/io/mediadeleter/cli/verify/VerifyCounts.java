package io.mediadeleter.cli.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found, counted, with the first of those that somebody has to look at. Confined to one thread. */
final class VerifyCounts {

    /** More of them are in the report. */
    static final int MOST_SHOWN = 50;

    /** The API deletes some time after it has said so. */
    static final Duration FRESH = Duration.ofMinutes(10);

    private final Map<Presence, Long> counts = new EnumMap<>(Presence.class);
    private final List<CheckedDeletion> open = new ArrayList<>();
    private long fresh;
    private long results;
    private long dryRuns;
    private long repeats;
    private long unreadable;

    void add(CheckedDeletion checked) {
        counts.merge(checked.presence(), 1L, Long::sum);
        if (checked.presence().isOpen() && open.size() < MOST_SHOWN) {
            open.add(checked);
        }
        boolean isFresh = Duration.between(checked.result().deletedAt(), checked.checkedAt())
                        .compareTo(FRESH)
                < 0;
        if (checked.presence() == Presence.STILL_THERE && isFresh) {
            fresh++;
        }
    }

    void addResult() {
        results++;
    }

    void addDryRun() {
        dryRuns++;
    }

    void addRepeat() {
        repeats++;
    }

    void addUnreadable() {
        unreadable++;
    }

    long count(Presence presence) {
        return counts.getOrDefault(presence, 0L);
    }

    /** Results of the time that was asked for, dry runs and repeats among them. */
    long results() {
        return results;
    }

    long dryRuns() {
        return dryRuns;
    }

    /** Results about the same as one before. */
    long repeats() {
        return repeats;
    }

    /** Records that are no results. */
    long unreadable() {
        return unreadable;
    }

    /** How many are still there whose deletion the API has said only moments before. */
    long fresh() {
        return fresh;
    }

    /** Those that somebody has to look at, at most {@link #MOST_SHOWN}. */
    List<CheckedDeletion> open() {
        return open;
    }

    boolean isProven() {
        return count(Presence.STILL_THERE) == 0 && count(Presence.UNKNOWN) == 0;
    }
}
