package io.mediadeleter.cli.deadletters;

import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY;
import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.MediaExtractor;
import io.mediadeleter.deadletter.OriginHistory;
import io.mediadeleter.event.Header;
import io.mediadeleter.kafka.codec.RecordJson;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Utf8;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All about one letter, for people. Immutable. */
record DeadLetterPage(MediaExtractor extractor, OriginHistory history) {

    private static final int MOST_HEX = 512;

    /** Each line is indented by its depth: what lies deeper than a request may would be megabytes of blanks. */
    private static final int MOST_DEPTH = 64;

    private static final ObjectMapper JSON = new ObjectMapper(RecordJson.factory()
                    .streamReadConstraints(RecordJson.LIMITS
                            .rebuild()
                            .maxNestingDepth(MOST_DEPTH)
                            .build())
                    .build())
            .enable(FAIL_ON_TRAILING_TOKENS, FAIL_ON_READING_DUP_TREE_KEY);

    void print(DeadLetter letter, PrintWriter out) {
        MediaExtractor.Media media = extractor.at(letter);
        out.println("Dead letter " + letter.name());
        Optional<String> disproof = history.disproof(letter);
        field(out, "disproved", disproof);
        field(out, "file id", Optional.ofNullable(media.fileId()));
        field(out, "sub-app", Optional.ofNullable(media.subAppId()).map(String::valueOf));
        field(out, "fault", Optional.of(Wording.fault(letter.faultKind(), letter.faultCode())));
        field(out, "message", letter.headers().text(MdHeaders.FAULT_MESSAGE));
        field(out, "hold", letter.hold());
        field(out, "RequestId", letter.headers().text(MdHeaders.FAULT_REQUEST_ID));
        field(out, "attempts", letter.headers().text(MdHeaders.ATTEMPT));
        field(
                out,
                "written",
                letter.headers().instant(MdHeaders.ORIGIN_TIMESTAMP).map(Wording::time));
        field(
                out,
                "first failed",
                letter.headers().instant(MdHeaders.FIRST_FAILED_AT).map(Wording::time));
        field(out, "given up", Optional.of(Wording.time(letter.failedAt())));
        field(out, "replays", Optional.of(String.valueOf(letter.replays())));
        field(out, "replayed", letter.headers().instant(MdHeaders.REPLAYED_AT).map(Wording::time));
        field(out, "request key", letter.headers().text(MdHeaders.ORIGIN_KEY).map(DeadLetterPage::requestKey));
        field(out, "lies at", Optional.of(letter.place()));
        out.println();
        out.println("What to do:");
        out.println("  " + disproof.map(why -> Advice.ofDisproved(letter)).orElseGet(() -> Advice.of(letter)));
        out.println();
        out.println("Headers:");
        letter.message().headers().forEach(header -> out.println("  " + line(header)));
        out.println();
        printValue(letter, out);
    }

    private static void field(PrintWriter out, String name, Optional<String> value) {
        value.ifPresent(text -> out.printf("  %-13s %s%n", name, Wording.line(text)));
    }

    private static String line(Header header) {
        return Wording.cell(header.name()) + ": "
                + text(header.value()).map(Wording::line).orElse("(bytes) " + hex(header.value()));
    }

    private static String requestKey(String base64) {
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            return text(key).orElse("(bytes) " + hex(key));
        } catch (IllegalArgumentException damaged) {
            return "(damaged) " + base64;
        }
    }

    private static void printValue(DeadLetter letter, PrintWriter out) {
        byte[] value = letter.message().value();
        Optional<String> dropped = letter.droppedBytes();
        if (dropped.isPresent()) {
            String missing = "value, " + Wording.line(dropped.get()) + " bytes,";
            out.println(letter.droppedKeyBytes()
                            .map(key ->
                                    "The key, " + Wording.line(key) + " bytes, and the " + missing + " were together")
                            .orElse("The " + missing + " was")
                    + " too large for this topic.");
            return;
        }
        if (letter.isNullValue() || value == null) {
            out.println("The request had no value.");
            return;
        }
        Optional<String> json = json(value);
        Optional<String> text = json.isPresent() ? json : text(value);
        out.println("Value, " + Figures.number(value.length) + " bytes, "
                + (json.isPresent() ? "JSON:" : text.isPresent() ? "text:" : "no text, in hexadecimal:"));
        out.println(text.map(DeadLetterPage::lines).orElseGet(() -> hex(value)));
    }

    private static String lines(String text) {
        return text.lines().map(Wording::line).collect(Collectors.joining(System.lineSeparator()));
    }

    /** With indents; a property that is named twice would be lost, so such bytes are shown as text, and so are those that are too deep. */
    private static Optional<String> json(byte[] value) {
        if (Utf8.text(value).isEmpty()) {
            return Optional.empty(); // the reader would take something else for what is no text
        }
        try {
            return Optional.of(JSON.readTree(value).toPrettyString()).filter(shown -> !shown.isEmpty());
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte @Nullable [] bytes) {
        return bytes == null ? Optional.of("(null)") : Utf8.text(bytes);
    }

    private static String hex(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "";
        }
        String shown = HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, MOST_HEX)));
        return bytes.length > MOST_HEX ? shown + "…" : shown;
    }
}
