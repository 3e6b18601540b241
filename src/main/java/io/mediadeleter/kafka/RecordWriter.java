package io.mediadeleter.kafka;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.pipeline.Settled;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Retried;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Turns a settlement into the record that is written for it. The request's bytes and its foreign headers go on unchanged.
 * Not thread-safe: belongs to the loop thread.
 */
final class RecordWriter {

    private static final byte[] EMPTY = {};

    private final TopicNames topics;
    private final ResultEncoder results;

    RecordWriter(TopicNames topics, ResultEncoder results) {
        this.topics = topics;
        this.results = results;
    }

    ProducerRecord<byte[], byte[]> write(Settled settled) {
        Delivery delivery = settled.delivery();
        return settled.settlement()
                .match(
                        completed -> result(delivery, completed.result()),
                        retried -> retry(delivery, retried),
                        deadLettered -> deadLetter(delivery, deadLettered));
    }

    private ProducerRecord<byte[], byte[]> result(Delivery delivery, MediaDeleted result) {
        ResultEncoder.Encoded encoded =
                results.encode(result, delivery.message().headers());
        Headers headers = new RecordHeaders();
        encoded.headers().forEach(header -> headers.add(header.name(), header.value()));
        return new ProducerRecord<>(topics.deleted(), null, delivery.message().key(), encoded.value(), headers);
    }

    private ProducerRecord<byte[], byte[]> retry(Delivery delivery, Retried retried) {
        Headers headers = history(delivery, retried.attempts(), retried.firstFailedAt(), retried.failedAt());
        put(headers, MdHeaders.NOT_BEFORE, Long.toString(retried.notBefore().toEpochMilli()));
        putFault(headers, retried.fault());
        return new ProducerRecord<>(
                topics.retry(retried.rung()),
                null,
                delivery.message().key(),
                delivery.message().value(),
                headers);
    }

    private ProducerRecord<byte[], byte[]> deadLetter(Delivery delivery, DeadLettered dead) {
        Headers headers = history(delivery, dead.attempts(), dead.firstFailedAt(), dead.failedAt());
        putFault(headers, dead.fault());
        byte[] key = delivery.message().key();
        if (key != null) {
            put(headers, MdHeaders.ORIGIN_KEY, Base64.getEncoder().encodeToString(key));
        }
        byte[] value = delivery.message().value();
        if (value == null) {
            put(headers, MdHeaders.NULL_VALUE, "true");
        }
        return new ProducerRecord<>(
                topics.deadLetter(),
                null,
                delivery.origin().toString().getBytes(StandardCharsets.UTF_8),
                value == null ? EMPTY : value,
                headers);
    }

    private static Headers history(Delivery delivery, int attempts, Instant firstFailedAt, Instant failedAt) {
        Headers headers = new RecordHeaders();
        for (Header header : delivery.message().headers()) {
            if (!header.name().startsWith(MdHeaders.PREFIX)) {
                headers.add(header.name(), header.value());
            }
        }
        put(headers, MdHeaders.ORIGIN, delivery.origin().toString());
        put(
                headers,
                MdHeaders.ORIGIN_TIMESTAMP,
                Long.toString(delivery.originTimestamp().toEpochMilli()));
        put(headers, MdHeaders.ATTEMPT, Integer.toString(attempts));
        put(headers, MdHeaders.FIRST_FAILED_AT, firstFailedAt.toString());
        put(headers, MdHeaders.FAILED_AT, failedAt.toString());
        if (delivery.attempt().replays() > 0) {
            put(headers, MdHeaders.REPLAYS, Integer.toString(delivery.attempt().replays()));
        }
        if (delivery.attempt().replayOf() != null) {
            put(headers, MdHeaders.REPLAY_OF, delivery.attempt().replayOf().toString());
        }
        return headers;
    }

    private static void putFault(Headers headers, Fault fault) {
        put(headers, MdHeaders.FAULT_KIND, fault.kind().name());
        put(headers, MdHeaders.FAULT_CODE, fault.code());
        put(headers, MdHeaders.FAULT_MESSAGE, fault.message());
        put(headers, MdHeaders.FAULT_REQUEST_ID, fault.requestId());
    }

    private static void put(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
