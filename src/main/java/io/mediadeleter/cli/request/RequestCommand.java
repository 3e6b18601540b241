package io.mediadeleter.cli.request;

import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.StandardInput;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Message;
import io.mediadeleter.kafka.codec.RequestRules;
import io.mediadeleter.kafka.topics.TopicAdmin;
import io.mediadeleter.text.CommandFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Publishes requests: all that it is given, or none when one of them is not valid. */
@Command(
        name = "request",
        description = "Publish a request, or a file of them, on the request topic or the bulk topic.",
        footer = {
            "",
            "Every request is checked first, as the service would check it; if any is not valid, none is published."
                    + " The file id becomes the record's key. Without --part, or deleteParts in the file, the whole"
                    + " media is deleted, and nothing brings it back.",
            "",
            "The answer is a result on the topic media-deleted, or a dead letter; only after a transient failure does it"
                    + " take the retry delays. With --wait the command waits for it, writes a report with one row a"
                    + " request, and exits with 0 only if every"
                    + " request is done: DELETED, as the API has confirmed, or ALREADY_ABSENT. An interrupted wait, even a killed one, goes on with the"
                    + " same --report, and publishes nothing twice.",
            "",
            "Examples:",
            "  media-deleter request --file-id 5285485487985271487 --reason \"asked for by its owner\"",
            "  media-deleter request --file-id 5285485487985271487 --sub-app-id 1500000001 \\",
            "      --part OriginalFiles --part TranscodeFiles:100010",
            "  media-deleter request --file requests.jsonl",
            "  media-deleter request --bulk --file a-million.jsonl",
            "  media-deleter request --bulk --file a-million.jsonl --wait --report done.csv",
            "  media-deleter request --wait --report done.csv        # goes on with it",
            "  jq -c '{eventId, fileId}' media.json | media-deleter request --file - --yes"
        })
public final class RequestCommand implements Callable<Integer> {

    /** A file, or one request as options. */
    static final class Source implements ReportedRun.Given {

        @Option(
                names = "--file",
                paramLabel = "FILE",
                required = true,
                description = "A file of requests, one JSON object a line; - for standard input.")
        private @Nullable Path file;

        @ArgGroup(exclusive = false)
        private @Nullable RequestOptions request;

        @Override
        public RequestLines lines() {
            String folder = System.getProperty("java.io.tmpdir");
            try (InputStream in = open()) {
                return RequestLines.copyOf(in, Path.of(folder));
            } catch (RequestLines.NotKept e) {
                throw new CommandFailure("Cannot keep a copy of " + this + " in " + Wording.line(folder) + ": "
                        + Wording.reason(e.reason()) + ". Nothing was published");
            } catch (IOException e) {
                throw new CommandFailure("Cannot read " + this + ": " + Wording.reason(e));
            }
        }

        @Override
        public boolean areThose(RequestLines given, RequestLines before) throws IOException {
            RequestOptions one = request;
            if (one == null) {
                return given.sha256().equals(before.sha256());
            }
            boolean[] isSame = {false};
            before.forEach((line, bytes) -> {
                isSame[0] = one.haveMade(bytes);
                return false;
            });
            return isSame[0];
        }

        private InputStream open() throws IOException {
            if (request != null) {
                return new ByteArrayInputStream(request.json(Instant.now()));
            }
            return file == null || isStandardInput(file) ? StandardInput.open() : Files.newInputStream(file);
        }

        private static boolean isStandardInput(Path file) {
            return file.toString().equals("-");
        }

        @Override
        public String place(long line) {
            return request == null ? "line " + line : "the request";
        }

        @Override
        public String toString() {
            return file == null
                    ? "the request"
                    : isStandardInput(file) ? "standard input" : Wording.line(file.toString());
        }
    }

    private final ProcessContext context;
    private final Function<RequestRules, Function<Message, Content>> decoders;

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = true)
    private @Nullable Source source;

    @Option(
            names = "--bulk",
            description = "Publish on the bulk topic: requests that can wait, and delay no live request.")
    private boolean bulk;

    @Option(
            names = "--yes",
            description = "Do not ask before more than 10 requests are published. Needed where there is no terminal.")
    private boolean agreed;

    @Mixin
    private final WaitOptions waiting = new WaitOptions();

    /**
     * The command.
     *
     * @param decoders makes the service's own decoder, from the operator's rules
     */
    public RequestCommand(ProcessContext context, Function<RequestRules, Function<Message, Content>> decoders) {
        this.context = context;
        this.decoders = decoders;
    }

    @Override
    public Integer call() {
        waiting.check(spec.commandLine());
        Source given = source;
        if (given == null && waiting.report() == null) {
            throw new ParameterException(spec.commandLine(), "Missing the requests: --file FILE or --file-id ID");
        }
        if (given != null && given.request != null) {
            given.request.note(spec.commandLine());
        }
        Settings loaded = context.settings().get();
        RequestReview review = new RequestReview(decoders.apply(loaded.requestRules()), agreed);
        String topic = bulk ? loaded.topics().bulk() : loaded.topics().requested();
        try {
            if (waiting.report() != null) {
                return new ReportedRun(loaded, context, spec.commandLine(), waiting.report(), waiting.timeout())
                        .run(given, review, new ReportedRun.Target(topic, bulk, () -> refuseMissing(topic, loaded)));
            }
            return publish(Objects.requireNonNull(given), review, topic, loaded);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage()); // of a full disk both are the same
            String reason = Wording.reason(e);
            throw new CommandFailure("Cannot write the report, or what lies beside it: "
                    + (message.endsWith(reason) ? message : message + ": " + reason));
        }
    }

    private int publish(Source given, RequestReview review, String topic, Settings loaded) throws IOException {
        try (RequestLines lines = given.lines()) {
            if (!review.areValid(lines, given::place, 0, spec.commandLine().getErr())) {
                return ExitCode.SOFTWARE;
            }
            review.requireAny(given, spec.commandLine());
            refuseMissing(topic, loaded);
            if (!review.areMeant(topic, context.terminal(), spec.commandLine())) {
                spec.commandLine().getOut().println("Nothing was published.");
                return ExitCode.SOFTWARE;
            }
            publish(lines, review, topic, loaded);
            return ExitCode.OK;
        }
    }

    private void refuseMissing(String topic, Settings loaded) {
        try (TopicAdmin admin = new TopicAdmin(loaded.kafka())) {
            if (!admin.exists(topic)) {
                throw new CommandFailure("The topic " + topic + " does not exist: run `media-deleter topics create`, or"
                        + " set media-deleter.topics." + (bulk ? "bulk" : "requested"));
            }
        }
    }

    private void publish(RequestLines lines, RequestReview review, String topic, Settings loaded) throws IOException {
        PublishCounts counts = new PublishCounts();
        AtomicLong next = new AtomicLong();
        try (RequestPublisher publisher = new RequestPublisher(loaded.kafka(), topic)) {
            lines.forEach((number, bytes) -> {
                DeleteRequest request = review.request(bytes);
                publisher.publish(request.media().fileId(), bytes, counts.receipt(number, request.eventId()));
                next.set(number + 1);
                return !counts.hasFailures();
            });
            publisher.flush();
        }
        PrintWriter out = spec.commandLine().getOut();
        counts.origins().forEach(out::println);
        counts.positions().forEach(out::println);
        out.println("published " + counts.published() + (counts.published() == 1 ? " request to " : " requests to ")
                + topic);
        if (counts.hasFailures()) {
            counts.failures().forEach(spec.commandLine().getErr()::println);
            throw new CommandFailure("Some requests were not acknowledged, and those from line " + next
                    + " on were not sent. Those that were not acknowledged may be on the topic all the same. A"
                    + " request that is published twice is called twice.");
        }
    }
}
