package io.mediadeleter.cli.trace;

import io.mediadeleter.cli.console.ExactText;
import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.console.TimeExpression;
import io.mediadeleter.cli.console.TransactionWait;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Origin;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.trace.TraceFindings;
import io.mediadeleter.trace.TraceLog;
import io.mediadeleter.trace.TraceQuery;
import io.mediadeleter.trace.TraceQuery.By;
import io.mediadeleter.trace.TraceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Tells what has become of a request or a media. */
@Command(
        name = "trace",
        description = "Tell what has become of a request or a media, over all topics.",
        footer = {
            "",
            "It shows every record of it that is still on the topics, in order of time; the last sentence says where it is now."
                    + " It changes nothing and needs no running service. Exit codes: 0 found, 1 not found or failed,"
                    + " 2 usage error. Times are UTC.",
            "",
            "Examples:",
            "  media-deleter trace --file-id 5285485487985271487",
            "  media-deleter trace --event-id 7b4e1b1e --since 2d",
            "  media-deleter trace media-delete-requested/3/4711",
            "  media-deleter trace --file-id 5285485487985271487 --format json | jq -r .state.kind"
        })
public final class TraceCommand implements Callable<Integer> {

    /** A group at work ends its transactions sooner; of one that hangs the answer tells. */
    private static final Duration DECISION = Duration.ofSeconds(5);

    private final ProcessContext context;
    private final Function<Settings, TraceLog> logs;
    private final CancellationToken stop = new CancellationToken();

    @Option(names = "--file-id", paramLabel = "ID", description = "All requests for this media.")
    private @Nullable String fileId;

    @Option(
            names = "--sub-app-id",
            paramLabel = "N",
            description =
                    "With --file-id: only in this sub-application. Requests whose sub-application is not known are"
                            + " shown, too.")
    private @Nullable Long subAppId;

    @Option(names = "--event-id", paramLabel = "ID", description = "The request with this eventId.")
    private @Nullable String eventId;

    @Option(
            names = "--correlation-id",
            paramLabel = "ID",
            description = "All requests with this correlationId, up to 5,000 records.")
    private @Nullable String correlationId;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeExpression.Converter.class,
            description =
                    "Read only what was written since then, such as 2026-11-25T09:00:00Z, or 2h for two hours ago. Holds"
                            + " are looked at all the same. Default: everything.")
    private @Nullable TimeExpression since;

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    @Parameters(
            arity = "0..1",
            paramLabel = "ORIGIN",
            description =
                    "The request that was first written there: TOPIC/PARTITION/OFFSET, as log and results name it.")
    private @Nullable String origin;

    /** @param logs where the records are, by the settings */
    public TraceCommand(ProcessContext context, Function<Settings, TraceLog> logs) {
        this.context = context;
        this.logs = logs;
    }

    @Override
    public Integer call() {
        TraceQuery query = query();
        Settings settings = context.settings().get();
        Instant now = context.time().now();
        Instant from = since == null ? null : since.at(now);
        return format.reportingFailure(
                () -> trace(settings, query, from, now),
                failed -> format.print(TraceJson.failed(query, from, OutputFormat.reason(failed))));
    }

    private int trace(Settings settings, TraceQuery query, @Nullable Instant from, Instant now) {
        TraceFindings found = find(logs.apply(settings), query, from);
        if (found.end() == TraceFindings.End.TOO_MANY) {
            throw new CommandFailure("More than 5,000 records, or very large ones, belong to "
                    + Wording.line(query.toString()) + ". Name one request, or a later --since");
        }
        if (found.end() == TraceFindings.End.STOPPED) {
            throw stopped();
        }
        TraceReport report = TraceReport.of(query, from, found, now);
        if (format.isJson()) {
            format.print(TraceJson.of(query, from, found, report));
        } else {
            TraceTable.print(report, found, format.out());
        }
        return report.isFound() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private TraceQuery query() {
        List<TraceQuery> queries = new ArrayList<>();
        add(queries, By.FILE_ID, fileId);
        add(queries, By.EVENT_ID, eventId);
        add(queries, By.CORRELATION_ID, correlationId);
        add(queries, By.ORIGIN, origin);
        if (queries.size() != 1) {
            throw misuse("Give one of --file-id, --event-id, --correlation-id and ORIGIN");
        }
        TraceQuery query = queries.get(0);
        if (query.text().isBlank()) {
            throw misuse("The id is empty");
        }
        if (query.by() == By.ORIGIN && Origin.parse(query.text()).isEmpty()) {
            throw misuse("'" + Wording.cell(query.text())
                    + "' is not an origin; give TOPIC/PARTITION/OFFSET, as media-delete-requested/0/17");
        }
        if (subAppId != null && query.by() != By.FILE_ID) {
            throw misuse("--sub-app-id goes with --file-id");
        }
        ExactText.note("the id", query.text(), format.commandLine());
        return new TraceQuery(query.by(), query.text(), subAppId);
    }

    private static void add(List<TraceQuery> queries, By by, @Nullable String text) {
        if (text != null) {
            queries.add(new TraceQuery(by, text));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(format.commandLine(), message);
    }

    private TraceFindings find(TraceLog log, TraceQuery query, @Nullable Instant from) {
        Thread reading = Thread.currentThread();
        context.onSignal().accept(() -> {
            stop.ask();
            reading.interrupt(); // it may wait for brokers that do not answer, and there is nothing to end properly
        });
        Shown shown = new Shown();
        try {
            return log.find(query, from, shown);
        } catch (RuntimeException interrupted) {
            if (stop.isAsked()) {
                throw stopped();
            }
            throw interrupted;
        } finally {
            var unused = Thread.interrupted();
            shown.progress.clear();
        }
    }

    private static CommandFailure stopped() {
        return new CommandFailure("Stopped before everything was read; nothing was changed");
    }

    /** Seen on a terminal alone. */
    private final class Shown implements TraceLog.TraceObserver {

        private final TransactionWait decision = new TransactionWait(DECISION, stop, context.time(), format.err());
        private Progress progress = Progress.unseen(context.time());

        @Override
        public void expect(long records) {
            if (context.terminal().isThere() && !format.isJson()) {
                progress = new Progress("read", records, true, format.err(), context.time());
            }
        }

        @Override
        public boolean passed(long records) {
            progress.add((int) Math.min(records, Integer.MAX_VALUE));
            return !stop.isAsked();
        }

        @Override
        public boolean isWaitedFor() {
            return decision.getAsBoolean();
        }
    }
}
