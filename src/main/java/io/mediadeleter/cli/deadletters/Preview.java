package io.mediadeleter.cli.deadletters;

import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.DeadLetterFilter;
import io.mediadeleter.deadletter.DeadLetterTable;
import io.mediadeleter.deadletter.FaultGroups;
import io.mediadeleter.deadletter.MediaExtractor;
import io.mediadeleter.deadletter.Selection;
import io.mediadeleter.deadletter.SkipReason;
import io.mediadeleter.event.SubApp;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
 * @param otherSubApps how many of these were given up for another sub-application than today's default, by that one; not more than some
 * @param unknown names that were given and are not in the table
 * @param inTable everything that is there, by fault
 */
record Preview(
        Selection chosen,
        List<FaultGroups.Group> groups,
        Map<SkipReason, Long> leftOut,
        Map<SubApp, Long> otherSubApps,
        Set<String> unknown,
        List<FaultGroups.Group> inTable) {

    private static final int MOST_SUB_APPS = 20;

    /** Whether all that was asked for is there, and nobody has to say more before it can be done. */
    boolean isClear() {
        return unknown.isEmpty() && !leftOut.containsKey(SkipReason.OTHER_SUB_APP);
    }

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
        Map<SubApp, Long> subApps = new LinkedHashMap<>();
        Set<String> unknown = new LinkedHashSet<>(filter.names());
        table.forEach(extent, letter -> {
            all.add(letter);
            unknown.removeAll(List.of(letter.name(), letter.place()));
            if (filter.matches(letter, extractor)) {
                Optional<SkipReason> skip = leftOut.apply(letter);
                skip.ifPresentOrElse(
                        reason -> skipped.merge(reason, 1L, Long::sum), () -> choose(letter, chosen, groups));
                skip.filter(SkipReason.OTHER_SUB_APP::equals)
                        .flatMap(reason -> letter.headers().subApp())
                        .filter(subApp -> subApps.size() < MOST_SUB_APPS || subApps.containsKey(subApp))
                        .ifPresent(subApp -> subApps.merge(subApp, 1L, Long::sum));
            }
            return true;
        });
        return new Preview(chosen.build(), groups.largestFirst(), skipped, subApps, unknown, all.largestFirst());
    }

    private static void choose(DeadLetter letter, Selection.Builder chosen, FaultGroups groups) {
        chosen.add(letter);
        groups.add(letter);
    }
}
