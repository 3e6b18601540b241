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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

    /**
     * Reads the table up to this extent.
     *
     * @param leftOut why the change is not to be done to a letter, if so
     */
    static Preview of(
            DeadLetterTable table,
            DeadLetterTable.Extent extent,
            DeadLetterFilter filter,
            MediaExtractor extractor,
            Function<DeadLetter, Optional<SkipReason>> leftOut) {
        Selection.Builder chosen = new Selection.Builder();
        FaultGroups groups = new FaultGroups();
        FaultGroups all = new FaultGroups();
        Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
        Set<String> unknown = new LinkedHashSet<>(filter.names());
        table.forEach(extent, letter -> {
            all.add(letter);
            unknown.removeAll(List.of(letter.name(), letter.place()));
            if (filter.matches(letter, extractor)) {
                leftOut.apply(letter)
                        .ifPresentOrElse(
                                reason -> skipped.merge(reason, 1L, Long::sum), () -> choose(letter, chosen, groups));
            }
            return true;
        });
        return new Preview(chosen.build(), groups.largestFirst(), skipped, unknown, all.largestFirst());
    }

    private static void choose(DeadLetter letter, Selection.Builder chosen, FaultGroups groups) {
        chosen.add(letter);
        groups.add(letter);
    }
}
