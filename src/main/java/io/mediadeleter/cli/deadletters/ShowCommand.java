package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.DeadLetterFilter;
import io.mediadeleter.deadletter.DeadLetterTable;
import io.mediadeleter.deadletter.MediaExtractor;
import io.mediadeleter.deadletter.OriginHistory;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows all about some letters. */
@Command(
        name = "show",
        description = "Show everything about a dead letter: request, headers, history, and what to do.",
        footer = {
            "",
            "Exits with 1 if one of them is not there. As JSON it is one object a line.",
            "",
            "Examples:",
            "  media-deleter dead-letters show media-delete-requested/3/4711",
            "  media-deleter dead-letters show --format json media-delete-requested/3/4711 | jq -r .value | jq ."
        })
final class ShowCommand implements Callable<Integer> {

    private final Supplier<Settings> settings;

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    @Parameters(
            arity = "1..*",
            paramLabel = "ORIGIN",
            description = "Which: TOPIC/PARTITION/OFFSET, as the list names them.")
    private List<String> names = List.of();

    ShowCommand(Supplier<Settings> settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        Settings loaded = settings.get();
        OriginArguments.check(names, format.commandLine());
        DeadLetterFilter filter = DeadLetterFilter.named(Set.copyOf(names));
        Set<String> missing = new LinkedHashSet<>(names);
        PrintWriter out = format.out();
        Optional<String> hidden;
        try (DeadLetterTable table = new DeadLetterTable(loaded.kafka(), loaded.topics())) {
            DeadLetterTable.Extent extent = table.readable();
            hidden = extent.hidden();
            Consumer<DeadLetter> printer = printer(loaded, DeadLettersCommand.history(loaded), out);
            table.forEach(extent, letter -> {
                if (filter.isNamed(letter)) {
                    printer.accept(letter);
                    missing.removeAll(List.of(letter.name(), letter.place()));
                }
                return !missing.isEmpty();
            });
        }
        missing.forEach(name -> format.err().println(OriginArguments.unknown(name)));
        hidden.ifPresent(format.err()::println);
        return missing.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Consumer<DeadLetter> printer(Settings loaded, OriginHistory history, PrintWriter out) {
        MediaExtractor extractor = DeadLettersCommand.extractor(loaded);
        DeadLetterJson json = new DeadLetterJson(extractor, history);
        DeadLetterPage page = new DeadLetterPage(extractor, history);
        return letter -> {
            if (format.isJson()) {
                format.print(json.whole(letter));
            } else {
                page.print(letter, out);
            }
        };
    }
}
