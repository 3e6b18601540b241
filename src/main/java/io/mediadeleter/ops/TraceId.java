package io.mediadeleter.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a request belongs to, by W3C Trace Context: the header {@code traceparent}. Pure.
 *
 * @param id of the trace
 * @param span of the publisher
 * @param isSampled whether the publisher keeps it
 */
public record TraceId(String id, String span, boolean isSampled) {

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]([0-9a-f]).*");
    private static final String INVALID = "0".repeat(32);

    /** Empty when there is none, or none that makes sense. */
    public static Optional<String> of(Message message) {
        return read(message).map(TraceId::id);
    }

    /** Empty when there is none, or its publisher does not keep it. */
    public static Optional<TraceId> sampled(Message message) {
        return read(message).filter(TraceId::isSampled);
    }

    private static Optional<TraceId> read(Message message) {
        return message.headers().stream()
                .filter(header -> header.name().equals(Header.TRACEPARENT))
                .flatMap(header -> read(header).stream())
                .findFirst();
    }

    private static Optional<TraceId> read(Header header) {
        byte[] value = header.value();
        Matcher matcher = TRACEPARENT.matcher(value == null ? "" : new String(value, US_ASCII));
        return matcher.matches() && !matcher.group(1).equals(INVALID)
                ? Optional.of(new TraceId(
                        matcher.group(1),
                        matcher.group(2),
                        Character.digit(matcher.group(3).charAt(0), 16) % 2 == 1))
                : Optional.empty();
    }
}
