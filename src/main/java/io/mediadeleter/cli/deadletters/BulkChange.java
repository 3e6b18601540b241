package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.DeadLetterFilter;
import io.mediadeleter.deadletter.DeadLetterTable;
import io.mediadeleter.deadletter.HistoryReader;
import io.mediadeleter.deadletter.OriginHistory;
import io.mediadeleter.deadletter.SubAppChoice;
import io.mediadeleter.kafka.topics.TopicAdmin;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Printable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/**
 * Previews, confirms and executes a bulk change. Confined to one thread.
 *
 * <p>Why look before others are shut out? A question can stay open for long, and a look should not stop a replay that
 * runs. What is agreed to is what is done at most: letters that came since are not touched.
 */
final class BulkChange {

    private final Change change;
    private final ChangeOptions options;
    private final ProcessContext context;
    private final CommandLine command;

    BulkChange(Change change, ChangeOptions options, ProcessContext context) {
        this.change = change;
        this.options = options;
        this.context = context;
        this.command = options.command();
    }

    /**
     * Returns the exit code.
     *
     * @param maxReplays replayed this often already, a letter is left out
     * @param perSecond letters a second
     * @param subApps in which sub-application a replayed request is called that names none
     */
    int run(Settings settings, int maxReplays, int perSecond, SubAppChoice subApps) {
        DeadLetterFilter filter =
                options.filters.filter(options.names, context.time().now(), command);
        refuseMisuse(filter);
        ChangeReport report = new ChangeReport(change, options);
        return options.format.reportingFailure(
                () -> run(settings, filter, maxReplays, perSecond, subApps, report), report::failed);
    }

    private int run(
            Settings settings,
            DeadLetterFilter filter,
            int maxReplays,
            int perSecond,
            SubAppChoice subApps,
            ChangeReport report) {
        if (lacksItsTopic(settings)) {
            throw new CommandFailure("Nothing was done: there is no topic "
                    + settings.topics().replay() + " to replay to. Create it with: media-deleter topics create");
        }
        try (DeadLetterTable table = new DeadLetterTable(settings.kafka(), settings.topics())) {
            if (!options.dryRun) {
                // Fail here, before asking, if a partition cannot be read.
                table.whole();
            }
            DeadLetterTable.Extent extent = table.readable();
            OriginHistory history = history(settings); // what is given up from now on is not in the extent
            Preview preview = Preview.of(
                    table,
                    extent,
                    filter,
                    DeadLettersCommand.extractor(settings),
                    letter -> change.leftOut(letter, filter, maxReplays, history, subApps));
            report.preview(preview, subApps);
            extent.hidden().ifPresent(why -> report.hidden(why, command.getErr()));
            preview.unknown().forEach(name -> command.getErr().println(OriginArguments.unknown(name)));
            if (change == Change.REPLAY && preview.chosen().size() > 0) {
                Estimate estimate = Estimate.of(preview.chosen().size(), perSecond, settings.quotaPerSecond());
                report.estimate(estimate, Math.min(perSecond, settings.quotaPerSecond()));
                history.gap().ifPresent(report.messages()::println);
            }
            boolean isDone = true;
            if (options.dryRun || preview.chosen().size() == 0) {
                reportOnly(report, preview);
            } else {
                confirm(preview);
                BulkChangeRunner.Terms terms = new BulkChangeRunner.Terms(change, perSecond, subApps);
                isDone = execute(settings, terms, table, preview, report);
            }
            return isDone && preview.isClear() && extent.hidden().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private OriginHistory history(Settings settings) {
        return change == Change.REPLAY
                ? HistoryReader.read(settings.kafka(), settings.topics())
                : OriginHistory.unread(settings.topics().requested(), "not needed to discard");
    }

    /** A producer would wait for the topic, and then not say that it is missing. To look, nobody needs it. */
    private boolean lacksItsTopic(Settings settings) {
        if (change != Change.REPLAY || options.dryRun) {
            return false;
        }
        try (TopicAdmin topics = new TopicAdmin(settings.kafka())) {
            return !topics.exists(settings.topics().replay());
        }
    }

    private void refuseMisuse(DeadLetterFilter filter) {
        if (options.maxReplays != null && options.maxReplays < 0) {
            throw new ParameterException(command, "--max-replays is 0 or more, not " + options.maxReplays);
        }
        if (filter.isEmpty() == !options.all) {
            throw new ParameterException(
                    command,
                    options.all
                            ? "--all cannot be combined with origins or filters: leave out one of the two"
                            : "Which dead letters? Give origins, a filter such as --fault or --since, or --all");
        }
        if (!options.isAgreed() && !options.dryRun && !context.terminal().isThere()) {
            throw new ParameterException(
                    command,
                    "There is no terminal to ask for confirmation: give --yes to " + change.verb() + ", or --dry-run"
                            + " to look");
        }
    }

    private void reportOnly(ChangeReport report, Preview preview) {
        if (options.dryRun || options.format.isJson()) {
            report.end(preview, 0, options.dryRun, new BulkChangeRunner.ChangeOutcome(false, "", 0));
        }
    }

    private void confirm(Preview preview) {
        String question =
                change.question() + " " + Wording.letters(preview.chosen().size()) + "?";
        if (!options.isAgreed() && !context.terminal().agrees(question)) {
            throw new CommandFailure("Nothing was done.");
        }
    }

    private boolean execute(
            Settings settings,
            BulkChangeRunner.Terms terms,
            DeadLetterTable table,
            Preview preview,
            ChangeReport report) {
        boolean draws = context.terminal().isThere() && !options.format.isJson();
        Progress progress =
                new Progress(change.done(), preview.chosen().size(), draws, report.messages(), context.time());
        report.follow(progress);
        BulkChangeRunner run = new BulkChangeRunner(settings, terms, context, progress);
        BulkChangeRunner.ChangeOutcome end = run.run(table, preview.chosen());
        if (!end.reason().isEmpty()) {
            command.getErr().println(Printable.lines(end.reason()));
        }
        report.end(preview, progress.count(), false, end);
        return !end.isEarly() && end.refused() == 0;
    }
}
