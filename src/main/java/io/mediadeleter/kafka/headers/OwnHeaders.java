package io.mediadeleter.kafka.headers;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.SubApp;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The headers that this service wrote on a record, by {@link MdHeaders} names. None of them is trusted: one that is missing
 * or makes no sense counts as absent; of several with one name the last counts. Immutable.
 */
public final class OwnHeaders {

    private static final String COUNT = "\\d{1,6}";
    private static final String DURATION = "\\d{1,12}";
    private static final String MILLISECONDS = "\\d{1,19}";

    private final Map<String, String> texts;

    private OwnHeaders(Map<String, String> texts) {
        this.texts = texts;
    }

    /** Those among all the headers of a record. */
    public static OwnHeaders of(List<Header> headers) {
        return new OwnHeaders(headers.stream()
                .filter(header -> header.name().startsWith(Header.OWN_PREFIX) && header.value() != null)
                .collect(Collectors.toMap(Header::name, OwnHeaders::text, (first, last) -> last)));
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** The origin of a retry or a replay: its place, and the topic's id when it is not the first of its name; empty for none that makes sense. */
    public Optional<Origin> origin() {
        return text(MdHeaders.ORIGIN)
                .flatMap(Origin::parse)
                .flatMap(origin -> text(MdHeaders.ORIGIN_TOPIC_ID)
                        .map(topicId -> Origin.parse(origin.place() + "@" + topicId))
                        .orElse(Optional.of(origin)));
    }

    /** The sub-application that the request is for; empty for none that makes sense. */
    public Optional<SubApp> subApp() {
        return text(MdHeaders.SUB_APP_ID).flatMap(SubApp::parse);
    }

    /** A number from 0 to 999,999; 0 when there is none. */
    public int count(String name) {
        return text(name)
                .filter(value -> value.matches(COUNT))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** Written as milliseconds; less than thirty years. */
    public Optional<Duration> duration(String name) {
        return text(name)
                .filter(value -> value.matches(DURATION))
                .map(Long::parseLong)
                .map(Duration::ofMillis);
    }

    /** Written as milliseconds since 1970, or as ISO-8601; one that can be written as milliseconds again. */
    public Optional<Instant> instant(String name) {
        return text(name).flatMap(value -> {
            try {
                Instant instant = value.matches(MILLISECONDS)
                        ? Instant.ofEpochMilli(Long.parseLong(value))
                        : Instant.parse(value);
                long unused = instant.toEpochMilli();
                return Optional.of(instant);
            } catch (DateTimeException | ArithmeticException | NumberFormatException senseless) {
                return Optional.empty();
            }
        });
    }

    private static String text(Header header) {
        byte[] value = header.value();
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
}
