package io.mediadeleter.cli.request;

import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Message;
import io.mediadeleter.kafka.codec.RequestDecoder;
import io.mediadeleter.kafka.codec.RequestRules;
import io.mediadeleter.kafka.topics.TopicAdmin;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes requests: all that it is given, or none when one of them is not valid. */
@Command(
        name = "request",
        description = "Publish a request, or a file of them, on the request topic or the bulk topic.",
        footer = {
            "",
            "Every request is checked first, as the service would check it; if any is not valid, none is published."
                    + " The file id becomes the record's key. Without --part, or deleteParts in the file, the whole"
                    + " media"
                    + " is deleted, and nothing brings it back.",
            "",
            "The answer comes on the topic media-deleted, or after the last attempt as a dead letter.",
            "",
            "Examples:",
            "  media-deleter request --file-id 5285485487985271487 --reason \"asked for by its owner\"",
            "  media-deleter request --file-id 5285485487985271487 --sub-app-id 1500000001 \\",
            "      --part OriginalFiles --part TranscodeFiles:100010",
            "  media-deleter request --file requests.jsonl",
            "  media-deleter request --bulk --file a-million.jsonl",
            "  jq -c '{eventId, fileId}' media.json | media-deleter request --file -"
        })
public final class RequestCommand implements Callable<Integer> {

    /** A file, or one request as options. */
    static final class Source {

        @Option(
                names = "--file",
                paramLabel = "FILE",
                required = true,
                description = "A file of requests, one JSON object a line; - for standard input.")
        private @Nullable Path file;

        @ArgGroup(exclusive = false)
        private @Nullable RequestOptions request;

        private InputStream open() throws IOException {
            if (request != null) {
                return new ByteArrayInputStream(request.json(Instant.now()));
            }
            return file == null || file.toString().equals("-") ? System.in : Files.newInputStream(file);
        }

        private String place(long line) {
            return request == null ? "line " + line : "the request";
        }

        @Override
        public String toString() {
            return file == null ? "the request" : file.toString();
        }
    }

    private final Supplier<Settings> settings;
    private final Function<RequestRules, Function<Message, Content>> decoders;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ArgGroup(exclusive = true, multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Source source;

    @Option(
            names = "--bulk",
            description = "Publish on the bulk topic: requests that have time and hold up no live request.")
    private boolean bulk;

    /**
     * The command.
     *
     * @param decoders makes the service's own decoder, from the operator's rules
     */
    public RequestCommand(Supplier<Settings> settings, Function<RequestRules, Function<Message, Content>> decoders) {
        this.settings = settings;
        this.decoders = decoders;
    }

    @Override
    public Integer call() {
        Settings loaded = settings.get();
        Function<Message, Content> decoder = decoders.apply(loaded.requestRules());
        try (InputStream in = source.open();
                RequestLines lines = RequestLines.copyOf(in)) {
            return areValid(lines, decoder) ? publish(lines, decoder, loaded) : ExitCode.SOFTWARE;
        } catch (IOException e) {
            throw new CommandFailure("Cannot read " + source + ": " + reason(e));
        }
    }

    /** Of a file, Java's own words are its name and a class. */
    private static @Nullable String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return failure instanceof AccessDeniedException ? "access is denied" : failure.getMessage();
    }

    private boolean areValid(RequestLines lines, Function<Message, Content> decoder) throws IOException {
        AtomicLong all = new AtomicLong();
        AtomicLong bad = new AtomicLong();
        lines.forEach((number, bytes) -> {
            all.incrementAndGet();
            objection(bytes, decoder).ifPresent(objection -> {
                bad.incrementAndGet();
                spec.commandLine().getErr().println(Printable.of(source.place(number) + ": " + objection));
            });
            return true;
        });
        if (bad.get() > 0) {
            spec.commandLine().getErr().println(bad + " of " + all + " requests are not valid; nothing was published");
        }
        return bad.get() == 0;
    }

    private static Optional<String> objection(byte[] bytes, Function<Message, Content> decoder) {
        return bytes.length > RequestDecoder.MAX_BYTES
                ? Optional.of("is longer than " + RequestDecoder.MAX_BYTES + " bytes")
                : decode(bytes, decoder).match(valid -> Optional.empty(), bad -> Optional.of(bad.reason()));
    }

    private int publish(RequestLines lines, Function<Message, Content> decoder, Settings loaded) throws IOException {
        String topic = bulk ? loaded.topics().bulk() : loaded.topics().requested();
        try (TopicAdmin admin = new TopicAdmin(loaded.kafka())) {
            if (!admin.exists(topic)) {
                throw new CommandFailure("The topic " + topic + " does not exist: run `media-deleter topics create`, or"
                        + " set media-deleter.topics." + (bulk ? "bulk" : "requested"));
            }
        }
        RequestTally tally = new RequestTally();
        AtomicLong next = new AtomicLong();
        try (RequestPublisher publisher = new RequestPublisher(loaded.kafka(), topic)) {
            lines.forEach((number, bytes) -> {
                publisher.publish(fileId(bytes, decoder), bytes, tally.receipt(number));
                next.set(number + 1);
                return !tally.hasFailures();
            });
            publisher.flush();
        }
        tally.positions().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().println("published " + tally.published() + " requests to " + topic);
        if (tally.hasFailures()) {
            tally.failures().forEach(spec.commandLine().getErr()::println);
            throw new CommandFailure("Some requests were not acknowledged, and those from line " + next
                    + " on were not sent. Publishing a request twice does no harm.");
        }
        return ExitCode.OK;
    }

    private static String fileId(byte[] bytes, Function<Message, Content> decoder) {
        return decode(bytes, decoder).match(valid -> valid.media().fileId(), bad -> {
            throw new IllegalStateException("was valid before: " + bad.reason());
        });
    }

    private static Content decode(byte[] bytes, Function<Message, Content> decoder) {
        return decoder.apply(new Message(null, bytes, List.of(), Instant.now()));
    }
}
