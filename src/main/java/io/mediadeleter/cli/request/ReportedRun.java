package io.mediadeleter.cli.request;

import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import io.mediadeleter.time.CancellationToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/**
 * Publishes requests and waits for what becomes of them; started again with the same report it goes on. Beside the report lie
 * a copy of the requests and a journal until all are done. Confined to one thread.
 */
final class ReportedRun {

    private final Settings settings;
    private final ProcessContext context;
    private final CommandLine command;
    private final Path report;
    private final @Nullable Duration timeout;
    private final CancellationToken stop = new CancellationToken();
    private final long began;

    ReportedRun(
            Settings settings, ProcessContext context, CommandLine command, Path report, @Nullable Duration timeout) {
        this.settings = settings;
        this.context = context;
        this.command = command;
        this.report = report;
        this.timeout = timeout;
        this.began = context.time().nanoTime();
    }

    /** The requests that the command line gives. */
    interface Given {

        /** Reads them; as text, it says where from. */
        RequestLines lines() throws IOException;

        /** How a line is named. */
        String place(long line);

        /** Whether these may be the requests of a run that was begun before. */
        boolean areThose(RequestLines given, RequestLines before) throws IOException;
    }

    /**
     * Where a new run publishes.
     *
     * @param isChosen whether an option says so, which then holds for a run that goes on, too
     * @param check refuses a topic that is not there
     */
    record Target(String topic, boolean isChosen, Runnable check) {}

    /** Begins, or goes on with what there is where nothing is given. */
    int run(@Nullable Given given, RequestReview review, Target target) throws IOException {
        Path journalFile = beside(".journal");
        boolean isDone;
        try (RunJournal journal = RunJournal.open(journalFile)) {
            RunStart before = journal.start();
            try (SettlementWatch watch = new SettlementWatch(
                    settings.kafka(),
                    settings.topics().deleted(),
                    settings.topics().deadLetter())) {
                boolean isReady = before == null
                        ? begin(given, review, target, journal, watch)
                        : goOn(given, review, isOf(before, target), journal, watch);
                isDone = isReady && finish(journal, review, watch);
            } finally {
                if (journal.start() == null) {
                    Files.deleteIfExists(journalFile);
                }
            }
        }
        if (isDone) {
            Files.deleteIfExists(journalFile);
            Files.deleteIfExists(beside(".requests"));
        }
        return isDone ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** False when a request is not valid, or they are not meant: then nothing is left behind. */
    private boolean begin(
            @Nullable Given given, RequestReview review, Target target, RunJournal journal, SettlementWatch watch)
            throws IOException {
        if (given == null) {
            throw new ParameterException(
                    command, "Missing the requests: --file or --file-id. There is no run to go on with at " + report);
        }
        if (Files.exists(report)) {
            throw new CommandFailure(report + " is there already, and nothing says that it is unfinished. Nothing was"
                    + " published: give --report another name");
        }
        try (RequestLines lines = given.lines()) {
            if (!review.areValid(lines, given::place, 0, command.getErr())) {
                return false;
            }
            review.requireAny(given, command);
            target.check().run();
            String topic = target.topic();
            if (!review.areMeant(topic, context.terminal(), command)) {
                command.getOut().println("Nothing was published.");
                return false;
            }
            String cluster = watch.cluster(); // what can fail comes before the copy, which would be left behind
            Map<String, Long> ends = watch.ends();
            try (RequestLines kept = kept(lines)) {
                RunStart start = new RunStart(
                        UUID.randomUUID().toString(),
                        cluster,
                        topic,
                        settings.topics().deleted(),
                        settings.topics().deadLetter(),
                        review.requests(),
                        kept.sha256(),
                        context.time().now().toEpochMilli());
                watch.from(ends);
                try {
                    journal.begin(start, ends);
                } catch (IOException full) {
                    Files.deleteIfExists(beside(".requests")); // nothing has begun
                    throw full;
                }
            }
        }
        return true;
    }

    private RunStart isOf(RunStart before, Target target) {
        if (target.isChosen() && !before.topic().equals(target.topic())) {
            throw new CommandFailure(report + " was begun on the topic " + before.topic() + ", and --bulk names "
                    + target.topic() + ". Nothing was published: leave --bulk out to go on with it");
        }
        return before;
    }

    private boolean goOn(
            @Nullable Given given, RequestReview review, RunStart before, RunJournal journal, SettlementWatch watch)
            throws IOException {
        if (!before.results().equals(settings.topics().deleted())
                || !before.deadLetters().equals(settings.topics().deadLetter())
                || !String.valueOf(before.cluster()).equals(watch.cluster())) {
            throw new CommandFailure(report + " was begun with another cluster or other topics (" + before.topic()
                    + ", " + before.results() + "). Nothing was published: use the settings of then");
        }
        RunLedger ledger = journal.ledger();
        try (RequestLines lines = RequestLines.in(beside(".requests"))) {
            if (!lines.sha256().equals(before.sha256())) {
                throw new CommandFailure(beside(".requests") + " has been changed. Nothing was published");
            }
            refuseOthers(given, lines);
            boolean isAllSent = ledger.sent() == ledger.requests();
            command.getOut()
                    .println("Going on with " + Wording.line(report.toString()) + ": "
                            + Figures.number(ledger.sent()) + " of " + Figures.count(ledger.requests(), "request")
                            + " published before, " + Figures.number(ledger.ended()) + " settled.");
            watch.from(journal.positions());
            return isAllSent
                    || (review.areValid(lines, line -> "line " + line, ledger.sent(), command.getErr())
                            && isMeantStill(review, before.topic()));
        }
    }

    /** Whoever began the run has agreed to all of it; at a terminal, the same person may think again. */
    private boolean isMeantStill(RequestReview review, String topic) {
        if (!context.terminal().isThere() || review.areMeant(topic, context.terminal(), command)) {
            return true;
        }
        command.getOut().println("Nothing more was published.");
        return false;
    }

    /** What a run left that was killed before it began is the same; anything else is not this command's to write over. */
    private RequestLines kept(RequestLines lines) throws IOException {
        Path file = beside(".requests");
        if (Files.exists(file) && !RequestLines.in(file).sha256().equals(lines.sha256())) {
            throw new CommandFailure(file + " is there already, and holds other requests. Nothing was published: give"
                    + " --report another name");
        }
        return lines.keptIn(file);
    }

    private void refuseOthers(@Nullable Given given, RequestLines before) throws IOException {
        if (given != null) {
            try (RequestLines lines = given.lines()) {
                if (!given.areThose(lines, before)) {
                    throw new CommandFailure(report + " is the report of other requests, and not all of those are done."
                            + " Nothing was published: give --report another name, or leave the requests out to go on"
                            + " with it");
                }
            }
        }
    }

    /** Publishes what is left, waits, and reports; whether all are done. */
    private boolean finish(RunJournal journal, RequestReview review, SettlementWatch watch) throws IOException {
        context.onSignal().accept(stop::ask);
        RunStart start = Objects.requireNonNull(journal.start());
        RunLedger ledger = journal.ledger();
        RunReport told = new RunReport(journal, start.topic());
        try (RequestLines lines = RequestLines.in(beside(".requests"))) {
            try {
                new RunPublishing(journal, review, stop, progress("published", ledger.requests() - ledger.sent()))
                        .publish(lines, settings.kafka(), start.topic());
                if (!stop.isAsked()) {
                    new RunWaiting(journal, watch, context.time(), command.getErr(), this::isOver)
                            .await(progress("settled", ledger.requests() - ledger.ended()));
                }
            } catch (CommandFailure | KafkaFailure failed) {
                command.getErr().println(Printable.of(String.valueOf(failed.getMessage())));
            } finally {
                journal.flush();
                told.write(lines, report);
            }
        }
        told.tell(command.getOut(), report);
        return ledger.isAllDone();
    }

    private boolean isOver() {
        return stop.isAsked() || (timeout != null && context.time().nanoTime() - began >= timeout.toNanos());
    }

    private Progress progress(String done, int all) {
        return context.progress(done, all, command.getErr());
    }

    private Path beside(String ending) {
        return report.resolveSibling(report.getFileName() + ending);
    }
}
