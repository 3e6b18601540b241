package io.mediadeleter.cli.verify;

import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.console.TimeExpression;
import io.mediadeleter.cli.console.TransactionWait;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.scan.RecordPrefilter;
import io.mediadeleter.kafka.scan.ScanExtent;
import io.mediadeleter.kafka.scan.ScanObserver;
import io.mediadeleter.kafka.scan.TopicScan;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.vod.MediaInquiry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Asks the API whether what results say is gone is gone. */
@Command(
        name = "verify",
        description = "Ask the API whether what was reported deleted is gone.",
        footer = {
            "",
            "It reads the results (media-deleted) and asks with DescribeMediaInfos, 20 media a call. It deletes nothing, and"
                    + " needs no running service. The key needs the right vod:DescribeMediaInfos. Results of dry runs are"
                    + " left out.",
            "",
            "Use a key of the account that has deleted, and its vod.endpoint: any other account is told that there is no"
                    + " such media, and then all looks gone.",
            "",
            "The API deletes some time after it has said so: leave out the last hour. A file id is never used again, so a"
                    + " media that is still there was not deleted; a part may have been made anew since.",
            "",
            "Exit codes: 0 all is gone, 1 something is still there or not known, or not all was asked, 2 usage or"
                    + " configuration error. Ctrl-C says what was verified until then.",
            "",
            "Examples:",
            "  media-deleter verify --since 26h --until 1h",
            "  media-deleter verify --since 2026-11-25T00:00:00Z --rate 50 --report verified.csv",
            "  media-deleter verify --since 7d --format json | jq -r '.fileId // empty'"
        })
public final class VerifyCommand implements Callable<Integer> {

    /** What the API lets pass in a second. */
    private static final int MOST_PER_SECOND = 100;

    /** Records are stamped after the call has ended, by a clock that may be another. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    /** Longer than the brokers need to end the transaction of an instance that was killed. */
    private static final Duration DECISION = Duration.ofSeconds(30);

    private final ProcessContext process;
    private final Function<Settings, MediaInquiry> connect;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeExpression.Converter.class,
            description = "Only results from this time on: 2026-11-25T09:00:00Z, or 2h for two hours ago."
                    + " Default: all that the topic still has.")
    private @Nullable TimeExpression since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeExpression.Converter.class,
            description = "Only results before this time. Default: now.")
    private @Nullable TimeExpression until;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Calls a second at most, 1 to 100, one after the other; the API counts them apart from deletions."
                            + " Default: 10.")
    private int rate;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a row for each media: JSON lines, or CSV where the name ends in .csv.")
    private @Nullable Path report;

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    private boolean isSummedUp;

    public VerifyCommand(ProcessContext process) {
        this(process, LazyInquiry::new);
    }

    VerifyCommand(ProcessContext process, Function<Settings, MediaInquiry> connect) {
        this.process = process;
        this.connect = connect;
    }

    @Override
    public Integer call() {
        Instant now = process.time().now();
        Instant from = since == null ? null : since.at(now);
        Instant to = until == null ? now : until.at(now);
        checkUsage(from, to);
        Settings settings = process.settings().get();
        return format.reportingFailure(() -> verify(settings, new ResultReading.TimeSpan(from, to)), this::tellFailed);
    }

    /** In place of the counts, and last as they are; but not beside them. */
    private void tellFailed(RuntimeException failed) {
        if (!isSummedUp) {
            format.print(VerifySummary.failed(OutputFormat.reason(failed)));
        }
    }

    private int verify(Settings settings, ResultReading.TimeSpan span) {
        CancellationToken stop = new CancellationToken();
        process.onSignal().accept(stop::ask);
        try (AdminSession session = AdminSession.open(settings.kafka())) {
            Instant read = span.from() == null ? null : span.from().minus(CLOCKS);
            String topic = settings.topics().deleted();
            Instant asked = process.time().now();
            ScanExtent extent = ScanExtent.of(
                    session, List.of(topic), read, new TransactionWait(DECISION, stop, process.time(), format.err()));
            if (extent.partitions().isEmpty()) {
                extent.gap(topic).ifPresent(why -> {
                    throw new CommandFailure(unread(topic, why));
                });
            }
            Optional<VerifySummary.Hidden> hidden = extent.hidden(session)
                    .map(records ->
                            new VerifySummary.Hidden(records, process.time().now()));
            return verify(settings, new Results(extent, asked, hidden), span, stop);
        }
    }

    private void checkUsage(@Nullable Instant from, Instant to) {
        if (rate < 1 || rate > MOST_PER_SECOND) {
            throw new ParameterException(
                    format.commandLine(), "--rate is 1 to " + MOST_PER_SECOND + " calls a second, not " + rate);
        }
        if (report != null && report.toString().isEmpty()) {
            throw new ParameterException(format.commandLine(), "--report names no file");
        }
        if (from != null && !from.isBefore(to)) {
            throw new ParameterException(format.commandLine(), "--since is not before --until, so no result fits");
        }
    }

    private int verify(Settings settings, Results results, ResultReading.TimeSpan span, CancellationToken stop) {
        VerifyCounts tally = new VerifyCounts();
        PrintWriter out = format.out();
        Progress progress = process.progress(
                "records read and asked about", results.extent().length(), format.err());
        try (MediaInquiry inquiry = connect.apply(settings);
                VerifyReport rows = VerifyReport.to(report, format.err());
                TopicScan scan = new TopicScan(settings.kafka())) {
            Verification verification = new Verification(
                    inquiry,
                    rate,
                    new Verification.ProcessTime(process.time(), stop),
                    checked -> {
                        tally.add(checked);
                        rows.add(checked);
                        if (format.isJson() && checked.presence().isOpen()) {
                            format.print(VerifyReport.json(checked));
                        }
                    },
                    this::sayWaiting);
            Optional<String> unread = read(
                    scan,
                    settings.topics().deleted(),
                    results.extent(),
                    new ResultReading(span, tally, verification, progress));
            verification.finish();
            progress.clear();
            VerifySummary summary = new VerifySummary(
                    tally,
                    verification,
                    unread,
                    results.hidden(),
                    results.extent().oldestAfter(span.from(), results.asked()),
                    settings.vod().endpoint());
            summary.print(out, format.err(), format.isJson());
            isSummedUp = true;
            if (summary.isComplete()) {
                rows.finish();
            }
            return summary.isProven() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /** Why not all results were read; what was read before is verified all the same. */
    private static Optional<String> read(TopicScan scan, String topic, ScanExtent extent, ScanObserver observer) {
        try {
            return scan.read(extent, RecordPrefilter.ALL, observer)
                    .gap(topic)
                    .or(() -> extent.gap(topic))
                    .map(why -> unread(topic, why));
        } catch (KafkaFailure failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    private static String unread(String topic, String why) {
        return "Cannot read the results on " + topic + ": " + why;
    }

    private void sayWaiting(Fault fault) {
        format.err()
                .println("No answer about the media yet (" + Wording.line(fault.code() + ": " + fault.message())
                        + "). Asking again.");
    }

    /**
     * Those that can be read, and those that cannot.
     *
     * @param asked when it was asked for them
     */
    private record Results(ScanExtent extent, Instant asked, Optional<VerifySummary.Hidden> hidden) {}
}
