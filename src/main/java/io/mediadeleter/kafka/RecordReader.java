package io.mediadeleter.kafka;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns a consumed record into a delivery. Reads the headers that this service wrote and trusts none of them: one that
 * is missing or makes no sense counts as absent, and no due time is later than the rung's own delay allows. Not
 * thread-safe: belongs to the loop thread.
 */
final class RecordReader {

    private final TopicNames topics;
    private final DueTimes dueTimes;
    private final Function<Message, Content> decoder;

    RecordReader(TopicNames topics, Function<Message, Content> decoder) {
        this.topics = topics;
        this.dueTimes = new DueTimes(topics);
        this.decoder = decoder;
    }

    Delivery read(ConsumerRecord<byte[], byte[]> consumed, long epoch) {
        Message message = message(consumed);
        Map<String, String> headers = ownHeaders(message);
        Origin here = new Origin(consumed.topic(), consumed.partition(), consumed.offset());
        boolean isFirst = consumed.topic().equals(topics.requested());
        Origin origin = isFirst
                ? here
                : text(headers, MdHeaders.ORIGIN).flatMap(Origin::parse).orElse(here);
        Instant written = isFirst
                ? message.timestamp()
                : instant(headers, MdHeaders.ORIGIN_TIMESTAMP).orElse(message.timestamp());
        return new Delivery(
                new Partition(consumed.topic(), consumed.partition()),
                consumed.offset(),
                epoch,
                topics.laneOf(consumed.topic()),
                origin,
                written,
                isFirst ? Attempt.FIRST : attempt(headers, consumed.topic(), message.timestamp()),
                message,
                decoder.apply(message));
    }

    private Attempt attempt(Map<String, String> headers, String topic, Instant written) {
        return new Attempt(
                count(headers, MdHeaders.ATTEMPT),
                instant(headers, MdHeaders.FIRST_FAILED_AT).orElse(null),
                dueTimes.dueAt(topic, instant(headers, MdHeaders.NOT_BEFORE), written),
                count(headers, MdHeaders.REPLAYS),
                text(headers, MdHeaders.REPLAY_OF).flatMap(Origin::parse).orElse(null));
    }

    private static Message message(ConsumerRecord<byte[], byte[]> consumed) {
        List<Header> headers = StreamSupport.stream(consumed.headers().spliterator(), false)
                .map(header -> new Header(header.key(), header.value()))
                .toList();
        return new Message(
                consumed.key(), consumed.value(), headers, Instant.ofEpochMilli(Math.max(0, consumed.timestamp())));
    }

    private static Map<String, String> ownHeaders(Message message) {
        return message.headers().stream()
                .filter(header -> header.name().startsWith(MdHeaders.PREFIX) && header.value() != null)
                .collect(Collectors.toMap(Header::name, RecordReader::text, (first, last) -> last));
    }

    private static String text(Header header) {
        byte[] value = header.value();
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static Optional<String> text(Map<String, String> headers, String name) {
        return Optional.ofNullable(headers.get(name));
    }

    private static int count(Map<String, String> headers, String name) {
        return text(headers, name)
                .filter(value -> value.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** Milliseconds since 1970, or ISO-8601. */
    private static Optional<Instant> instant(Map<String, String> headers, String name) {
        return text(headers, name).flatMap(value -> {
            try {
                return Optional.of(
                        value.matches("\\d{1,15}")
                                ? Instant.ofEpochMilli(Long.parseLong(value))
                                : Instant.parse(value));
            } catch (DateTimeException senseless) {
                return Optional.empty();
            }
        });
    }
}
