package io.mediadeleter.app.deadletter;

import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.DeadLetterTable;
import io.mediadeleter.deadletter.FaultGroups;
import io.mediadeleter.deadletter.Glances;
import io.mediadeleter.deadletter.LeftOut;
import io.mediadeleter.deadletter.LetterFilter;
import io.mediadeleter.deadletter.Selection;
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
record Survey(
        Selection chosen,
        List<FaultGroups.Group> groups,
        Map<LeftOut, Long> leftOut,
        Set<String> unknown,
        List<FaultGroups.Group> inTable) {

    /** Reads the whole table. */
    static Survey of(DeadLetterTable table, Change change, LetterFilter filter, int maxReplays, Glances glances) {
        Selection.Builder chosen = new Selection.Builder();
        FaultGroups groups = new FaultGroups();
        FaultGroups all = new FaultGroups();
        Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
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
        return new Survey(chosen.build(), groups.largestFirst(), leftOut, unknown, all.largestFirst());
    }

    private static void choose(DeadLetter letter, Selection.Builder chosen, FaultGroups groups) {
        chosen.add(letter);
        groups.add(letter);
    }
}
