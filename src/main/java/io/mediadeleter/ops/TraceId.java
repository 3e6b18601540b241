package io.mediadeleter.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a request belongs to, by W3C Trace Context: the second part of the header {@code traceparent}. Pure.
 */
final class TraceId {

    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");
    private static final String INVALID = "0".repeat(32);

    private TraceId() {}

    /** Empty when there is none, or none that makes sense. */
    static Optional<String> of(Message message) {
        return message.headers().stream()
                .filter(header -> header.name().equals(Header.TRACEPARENT))
                .flatMap(header -> read(header).stream())
                .findFirst();
    }

    private static Optional<String> read(Header header) {
        byte[] value = header.value();
        Matcher matcher = TRACEPARENT.matcher(value == null ? "" : new String(value, US_ASCII));
        return matcher.matches() && !matcher.group(1).equals(INVALID)
                ? Optional.of(matcher.group(1))
                : Optional.empty();
    }
}
