package io.mediadeleter.cli.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.codec.RecordJson;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.kafka.headers.OwnHeaders;
import io.mediadeleter.text.Excerpt;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A result or a dead letter: which request it settles, and how.
 *
 * @param mark the header by which the command that published the request knows it; null for all other requests
 * @param isCut headers were left out, that one perhaps
 */
record SettledRecord(Origin origin, @Nullable String mark, boolean isCut, RequestOutcome end) {

    /** On each request of a reported run: {@code RUN/NUMBER}. It comes back on the result or dead letter. */
    static final String MARK = "report-row";

    private static final int MOST_CHARS = 2_000;
    private static final ObjectMapper JSON =
            RecordJson.mapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /** Empty for whatever else lies on the topic of results. */
    static Optional<SettledRecord> ofResult(Message message) {
        try {
            JsonNode result = JSON.readTree(message.value() == null ? new byte[0] : message.value());
            JsonNode source = result.path("source");
            String outcome = result.path("outcome").asText();
            Optional<Origin> origin = Origin.parse(source.path("topic").asText() + "/"
                    + source.path("partition").asText() + "/"
                    + source.path("offset").asText());
            return outcome.isEmpty()
                    ? Optional.empty()
                    : origin.map(at -> new SettledRecord(
                            at,
                            mark(message),
                            isCut(message),
                            new RequestOutcome(
                                    outcome,
                                    text(result.path("requestId").textValue()),
                                    null,
                                    text(result.path("errorCode").textValue()),
                                    null,
                                    result.path("attempts").asInt(),
                                    text(result.path("deletedAt").textValue()))));
        } catch (IOException noResult) {
            return Optional.empty();
        }
    }

    /** Empty for a tombstone, and for whatever else lies on the topic of dead letters. */
    static Optional<SettledRecord> ofDeadLetter(Message message) {
        byte[] key = message.key();
        if (key == null || message.isTombstone()) {
            return Optional.empty();
        }
        OwnHeaders headers = OwnHeaders.of(message.headers());
        return Origin.parse(new String(key, UTF_8))
                .map(origin -> new SettledRecord(
                        origin,
                        mark(message),
                        isCut(message),
                        new RequestOutcome(
                                RequestOutcome.DEAD_LETTER,
                                text(headers.text(MdHeaders.FAULT_REQUEST_ID).orElse(null)),
                                text(headers.text(MdHeaders.FAULT_KIND).orElse("")),
                                text(headers.text(MdHeaders.FAULT_CODE).orElse("")),
                                text(headers.text(MdHeaders.FAULT_MESSAGE).orElse("")),
                                headers.count(MdHeaders.ATTEMPT),
                                text(headers.text(MdHeaders.FAILED_AT).orElse(null)))));
    }

    /** The number of the request in that run, of those that were sent; empty if it is not of that run. */
    OptionalInt number(String run, int sent) {
        if (mark == null || !mark.matches(Pattern.quote(run) + "/\\d{1,9}")) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(mark.substring(run.length() + 1));
        return number < sent ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static boolean isCut(Message message) {
        return OwnHeaders.of(message.headers()).count(MdHeaders.HEADERS_DROPPED) > 0;
    }

    private static @Nullable String mark(Message message) {
        return message.headers().stream()
                .filter(header -> header.name().equals(MARK) && header.value() != null)
                .map(header -> new String(header.value(), UTF_8))
                .reduce((first, last) -> last)
                .orElse(null);
    }

    private static @Nullable String text(@Nullable String told) {
        return told == null ? null : Excerpt.of(told, MOST_CHARS);
    }
}
