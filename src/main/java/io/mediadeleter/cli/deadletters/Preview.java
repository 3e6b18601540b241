package io.mediadeleter.cli.deadletters;

import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.DeadLetterFilter;
import io.mediadeleter.deadletter.DeadLetterTable;
import io.mediadeleter.deadletter.FaultGroups;
import io.mediadeleter.deadletter.MediaExtractor;
import io.mediadeleter.deadletter.Selection;
import io.mediadeleter.deadletter.SkipReason;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a change would be done to, before it is.
 *
 * @param groups the chosen letters by fault
 * @param leftOut how many were asked for but are not chosen, by reason
 * @param unknown names that were given and are not in the table
 * @param inTable everything that is there, by fault
 */
record Preview(
        Selection chosen,
        List<FaultGroups.Group> groups,
        Map<SkipReason, Long> leftOut,
        Set<String> unknown,
        List<FaultGroups.Group> inTable) {

    /** Reads the whole table. */
    static Preview of(
            DeadLetterTable table, Change change, DeadLetterFilter filter, int maxReplays, MediaExtractor glances) {
        Selection.Builder chosen = new Selection.Builder();
        FaultGroups groups = new FaultGroups();
        FaultGroups all = new FaultGroups();
        Map<SkipReason, Long> leftOut = new EnumMap<>(SkipReason.class);
        Set<String> unknown = new LinkedHashSet<>(filter.names());
        table.forEach(table.decided(), letter -> {
            all.add(letter);
            unknown.removeAll(List.of(letter.name(), letter.place()));
            if (filter.matches(letter, glances)) {
                change.leftOut(letter, filter, maxReplays)
                        .ifPresentOrElse(
                                reason -> leftOut.merge(reason, 1L, Long::sum), () -> choose(letter, chosen, groups));
            }
            return true;
        });
        return new Preview(chosen.build(), groups.largestFirst(), leftOut, unknown, all.largestFirst());
    }

    private static void choose(DeadLetter letter, Selection.Builder chosen, FaultGroups groups) {
        chosen.add(letter);
        groups.add(letter);
    }
}
