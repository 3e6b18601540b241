package io.mediadeleter.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.headers.MdHeaders;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The records that take a dead letter out of the table and put its request on the replay topic.
 *
 * @param topic the replay topic
 * @param at when that happens: from then on the request's age counts anew
 * @param subApps in which sub-application a request is called that names none
 */
record ReplayRecords(String topic, Instant at, SubAppChoice subApps) {

    /** Readers take longer numbers for none. */
    private static final int MOST_REPLAYS = 999_999;

    /** The request as it was first written: bytes, key and headers; and how often it came back. */
    ProducerRecord<byte[], byte[]> request(DeadLetter letter) {
        Headers headers = new RecordHeaders();
        for (Header header : letter.message().headers()) {
            if (!header.name().startsWith(Header.OWN_PREFIX)) {
                headers.add(header.name(), header.value());
            }
        }
        String origin = letter.name();
        put(headers, MdHeaders.ORIGIN, letter.origin().map(Origin::place).orElse(origin));
        letter.origin().map(Origin::topicId).ifPresent(topicId -> put(headers, MdHeaders.ORIGIN_TOPIC_ID, topicId));
        letter.headers()
                .instant(MdHeaders.ORIGIN_TIMESTAMP)
                .ifPresent(written -> put(headers, MdHeaders.ORIGIN_TIMESTAMP, Long.toString(written.toEpochMilli())));
        subApps.of(letter).ifPresent(subApp -> put(headers, MdHeaders.SUB_APP_ID, subApp.toString()));
        put(headers, MdHeaders.REPLAY_OF, origin);
        put(headers, MdHeaders.REPLAYS, Integer.toString(Math.min(letter.replays() + 1, MOST_REPLAYS)));
        put(headers, MdHeaders.REPLAYED_AT, at.toString());
        if (letter.mayHaveCalled() && !subApps.isElsewhere(letter)) {
            put(headers, MdHeaders.CALLED, "true");
        }
        byte @Nullable [] value = letter.isNullValue() ? null : letter.message().value();
        return new ProducerRecord<>(topic, null, key(letter).orElse(null), value, headers);
    }

    /** In the letter's own partition, wherever its key would go today. */
    static ProducerRecord<byte[], byte[]> tombstone(DeadLetter letter) {
        return new ProducerRecord<>(
                letter.partition().topic(),
                letter.partition().number(),
                letter.message().key(),
                null);
    }

    /**
     * The request's own key; empty when it had none.
     *
     * @throws IllegalArgumentException when the header that keeps it is not base64
     */
    static Optional<byte[]> key(DeadLetter letter) {
        return letter.headers()
                .text(MdHeaders.ORIGIN_KEY)
                .map(text -> Base64.getDecoder().decode(text));
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
