package io.mediadeleter.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a group is doing.
 *
 * @param sentence the gravest cause, and what to do about it
 * @param mode what a group that is well says of dry runs or of what is called, with which the sentence ends; null when it says more
 *     or less
 * @param spares that some instances have nothing to do; null when all have, or it is not known
 * @param notes what else somebody should know, a sentence or two each, the gravest first
 */
public record GroupStatus(
        Level level,
        String sentence,
        @Nullable String mode,
        @Nullable String spares,
        List<String> notes,
        GroupFigures figures,
        GroupFacts facts) {

    /** How grave it is, the least first. */
    public enum Level {
        /** Nothing waits, or only for its time. */
        WELL,
        /** Work waits its turn, or somebody should look. */
        BUSY,
        /** What could not be found out may hide that something is stopped. */
        UNKNOWN,
        /** Something is stopped, and somebody may have to act. */
        STOPPED
    }

    /** One thing that was found. */
    record Finding(Level level, String text) {}

    public GroupStatus {
        notes = List.copyOf(notes);
    }

    /**
     * What the facts mean. Pure.
     *
     * @param earlier the facts of the same group some time before; null when there are none: then nobody can tell whether
     *     something stands still
     */
    public static GroupStatus of(GroupFacts now, @Nullable GroupFacts earlier) {
        GroupFigures figures = GroupFigures.of(now);
        List<Finding> found = new ArrayList<>();
        found.addAll(Standstill.of(now, earlier));
        found.addAll(Troubles.of(now, figures));
        Finding progress = ProgressFinding.of(now, figures);
        found.add(progress);
        List<Finding> modes = Troubles.ofModes(now, figures);
        found.addAll(modes);
        List<Finding> spares = SpareInstances.of(now);
        found.addAll(spares);
        found.sort(Comparator.comparing(Finding::level).reversed()); // those of one level stay in their order
        Finding gravest = found.get(0);
        String mode = progress.level() == Level.WELL && modes.contains(gravest) ? gravest.text() : null;
        return new GroupStatus(
                gravest.level(),
                mode == null ? gravest.text() : progress.text() + " " + mode,
                mode,
                spares.isEmpty() ? null : spares.get(0).text(),
                found.stream()
                        .skip(1)
                        .filter(finding -> finding.level() != Level.WELL || !finding.equals(progress))
                        .map(Finding::text)
                        .toList(),
                figures,
                now);
    }

    /** Whether nothing is stopped, and nothing is unknown that could be. */
    public boolean isGoingOn() {
        return level.compareTo(Level.UNKNOWN) < 0;
    }
}
