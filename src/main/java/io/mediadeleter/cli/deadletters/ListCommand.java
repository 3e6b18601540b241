package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.DeadLetterFilter;
import io.mediadeleter.deadletter.DeadLetterTable;
import io.mediadeleter.deadletter.FaultGroups;
import io.mediadeleter.deadletter.MediaExtractor;
import io.mediadeleter.deadletter.OriginHistory;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Shows what is unresolved. */
@Command(
        name = "list",
        description = "Count the unresolved dead letters by fault, and show the latest.",
        footer = {
            "",
            "Changes nothing, and does not need a running service. Times are UTC. As JSON it is one object a line, a"
                    + " line for each letter.",
            "",
            "Examples:",
            "  media-deleter dead-letters list",
            "  media-deleter dead-letters list --fault PERMANENT --since 2h",
            "  media-deleter dead-letters list --fault 'AuthFailure.*' --limit 100",
            "  media-deleter dead-letters list --format json | jq -r .fileId | sort | uniq -c"
        })
final class ListCommand implements Callable<Integer> {

    private final Supplier<Settings> settings;

    @Mixin
    private final FilterOptions filters = new FilterOptions();

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    @Option(names = "--max-replays", paramLabel = "N", description = "Only those that were replayed less than N times.")
    private @Nullable Integer maxReplays;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Show at most N letters below the counts. Default: 20; as JSON all.")
    private @Nullable Integer limit;

    @Parameters(paramLabel = "ORIGIN", description = "Only these: TOPIC/PARTITION/OFFSET, as the list names them.")
    private Set<String> names = Set.of();

    ListCommand(Supplier<Settings> settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        Settings loaded = settings.get();
        DeadLetterFilter filter = filters.filter(names, Instant.now(), format.commandLine());
        refuseNegative("--limit", limit);
        refuseNegative("--max-replays", maxReplays);
        MediaExtractor extractor = DeadLettersCommand.extractor(loaded);
        Predicate<DeadLetter> wanted =
                letter -> filter.matches(letter, extractor) && (maxReplays == null || letter.replays() < maxReplays);
        Count count = new Count(wanted, names);
        boolean isWhole;
        try (DeadLetterTable table = new DeadLetterTable(loaded.kafka(), loaded.topics())) {
            DeadLetterTable.Extent extent = table.readable();
            isWhole = isWhole(extent);
            OriginHistory history = DeadLettersCommand.history(loaded);
            if (format.isJson()) {
                table.forEach(extent, printing(count, new DeadLetterJson(extractor, history)));
            } else {
                Listing listing = new Listing(extractor, history, limit == null ? 20 : limit);
                table.forEach(extent, letter -> {
                    if (count.test(letter)) {
                        listing.add(letter);
                    }
                    return true;
                });
                if (count.found > 0) {
                    listing.print(format.out());
                }
            }
        }
        return said(count) && isWhole ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** False when something is left out, whatever the list shows. */
    private boolean isWhole(DeadLetterTable.Extent extent) {
        extent.hidden().ifPresent(format.err()::println);
        return extent.hidden().isEmpty();
    }

    /** Says what the letters alone do not; whether all that were named are there. */
    private boolean said(Count count) {
        PrintWriter out = format.out();
        PrintWriter err = format.err();
        boolean looked = limit == null || limit > 0 || !format.isJson();
        if (count.found == 0 && looked) {
            Listing.sayNoneFits(count.all.largestFirst(), format.isJson() ? err : out);
        }
        boolean isCut = limit != null && format.isJson() && count.found >= limit;
        if (!isCut) {
            count.missing.forEach(name -> err.println(OriginArguments.unknown(name)));
        }
        return isCut || count.missing.isEmpty();
    }

    private void refuseNegative(String option, @Nullable Integer number) {
        if (number != null && number < 0) {
            throw new ParameterException(format.commandLine(), option + " is 0 or more, not " + number);
        }
    }

    /** Stops when nobody reads any more, as after {@code | head}. */
    private Predicate<DeadLetter> printing(Count count, DeadLetterJson json) {
        PrintWriter out = format.out();
        long most = limit == null ? Long.MAX_VALUE : limit;
        return letter -> {
            if (count.found < most && count.test(letter)) {
                format.print(json.summary(letter));
            }
            return count.found < most && !out.checkError();
        };
    }

    /** Of the letters looked at, which are wanted, what all of them are, and which names none of them has. Not thread-safe. */
    private static final class Count implements Predicate<DeadLetter> {

        private final Predicate<DeadLetter> wanted;
        private final FaultGroups all = new FaultGroups();
        private final Set<String> missing;
        private long found;

        Count(Predicate<DeadLetter> wanted, Set<String> names) {
            this.wanted = wanted;
            this.missing = new LinkedHashSet<>(names);
        }

        @Override
        public boolean test(DeadLetter letter) {
            all.add(letter);
            missing.removeAll(List.of(letter.name(), letter.place()));
            boolean isWanted = wanted.test(letter);
            found += isWanted ? 1 : 0;
            return isWanted;
        }
    }
}
