package io.mediadeleter.kafka.outbox;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.Omitted;
import io.mediadeleter.event.SubApp;
import io.mediadeleter.kafka.codec.Evidence;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.headers.ForeignHeaders;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.kafka.headers.OwnHeaders;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Deferred;
import io.mediadeleter.rule.Settlement.Retried;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Turns a settlement into a record for it. The request's bytes go on unchanged or not at all, which only the last resort
 * of {@link SettlementForms} does. Confined to the loop thread.
 *
 * @param firstIds the id of the first topic of a name, where it is known
 */
record RecordWriter(TopicNames topics, Function<String, Optional<String>> firstIds, ResultEncoder results) {

    private static final byte[] EMPTY = {};

    ProducerRecord<byte[], byte[]> result(
            Delivery delivery, MediaDeleted result, Evidence evidence, ForeignHeaders foreign) {
        ResultEncoder.Encoded encoded = results.encode(result, evidence, foreign.kept());
        Headers headers = new RecordHeaders();
        encoded.headers().forEach(header -> headers.add(header.name(), header.value()));
        putDropped(headers, delivery, foreign);
        if (!evidence.left().isEmpty()) {
            put(headers, MdHeaders.EVIDENCE_DROPPED, String.join(",", evidence.left()));
        }
        return new ProducerRecord<>(topics.deleted(), null, delivery.message().key(), encoded.value(), headers);
    }

    /** As it came, on the topic that it waits on. */
    ProducerRecord<byte[], byte[]> deferred(Delivery delivery, Deferred deferred, ForeignHeaders foreign) {
        Headers headers = headers(delivery, foreign);
        put(headers, MdHeaders.GRACE_PERIOD, Long.toString(deferred.period().toMillis()));
        return new ProducerRecord<>(
                topics.graceOf(delivery.partition().topic()),
                null,
                delivery.message().key(),
                delivery.message().value(),
                headers);
    }

    ProducerRecord<byte[], byte[]> retry(Delivery delivery, Retried retried, ForeignHeaders foreign) {
        Headers headers = headers(delivery, foreign);
        headers.remove(MdHeaders.CALLED); // the attempts tell
        putHistory(headers, retried.attempts(), retried.firstFailedAt(), retried.failedAt());
        put(headers, MdHeaders.NOT_BEFORE, Long.toString(retried.notBefore().toEpochMilli()));
        putFault(headers, retried.fault());
        return new ProducerRecord<>(
                topics.retry(retried.delay()),
                null,
                delivery.message().key(),
                delivery.message().value(),
                headers);
    }

    ProducerRecord<byte[], byte[]> deadLetter(Delivery delivery, DeadLettered dead, ForeignHeaders foreign) {
        Headers headers = headers(delivery, dead, foreign);
        byte[] key = delivery.message().key();
        if (key != null) {
            put(headers, MdHeaders.ORIGIN_KEY, Base64.getEncoder().encodeToString(key));
        }
        byte[] value = delivery.message().value();
        Omitted omitted = delivery.message().omitted();
        if (omitted.keyBytes() > 0) {
            put(headers, MdHeaders.KEY_DROPPED, Long.toString(omitted.keyBytes()));
        }
        if (omitted.valueBytes() > 0) {
            put(headers, MdHeaders.VALUE_DROPPED, Long.toString(omitted.valueBytes()));
        } else if (value == null) {
            put(headers, MdHeaders.NULL_VALUE, "true");
        }
        return letter(delivery, value == null ? EMPTY : value, headers);
    }

    /** A dead letter that only says which request was given up and why. */
    ProducerRecord<byte[], byte[]> notice(Delivery delivery, DeadLettered dead) {
        Headers headers =
                headers(delivery, dead, ForeignHeaders.none(delivery.message().headers()));
        Omitted omitted = delivery.message().omitted();
        long key = length(delivery.message().key()) + omitted.keyBytes();
        if (key > 0) {
            put(headers, MdHeaders.KEY_DROPPED, Long.toString(key));
        }
        byte[] value = delivery.message().value();
        if (value == null && omitted.valueBytes() == 0) {
            put(headers, MdHeaders.NULL_VALUE, "true");
        } else {
            put(headers, MdHeaders.VALUE_DROPPED, Long.toString(length(value) + omitted.valueBytes()));
        }
        return letter(delivery, EMPTY, headers);
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private Headers headers(Delivery delivery, DeadLettered dead, ForeignHeaders foreign) {
        Headers headers = headers(delivery, foreign);
        putHistory(headers, dead.attempts(), dead.firstFailedAt(), dead.failedAt());
        putFault(headers, dead.fault());
        if (dead.attempts() > 1) {
            headers.remove(MdHeaders.CALLED); // the attempts tell
        } else if (dead.calledUncounted() && !delivery.attempt().mayHaveUncountedCall()) {
            put(headers, MdHeaders.CALLED, "true");
        }
        return headers;
    }

    private ProducerRecord<byte[], byte[]> letter(Delivery delivery, byte[] value, Headers headers) {
        put(headers, MdHeaders.GROUP, results.group());
        if (delivery.origin().topicId() == null) {
            firstIds.apply(delivery.origin().topic()).ifPresent(id -> put(headers, MdHeaders.ORIGIN_TOPIC_ID, id));
        }
        byte[] origin = delivery.origin().toString().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topics.deadLetter(), null, origin, value, headers);
    }

    /** Of what the rules no longer take for a request, that which was settled on while they did. */
    private Optional<SubApp> subApp(Delivery delivery) {
        return delivery.content()
                .match(
                        request -> Optional.of(new SubApp(request.media().subAppId())),
                        malformed -> isFirst(delivery)
                                ? Optional.<SubApp>empty()
                                : OwnHeaders.of(delivery.message().headers()).subApp());
    }

    /** Whether it is as its publisher has written it, and so all its headers are the publisher's. */
    private boolean isFirst(Delivery delivery) {
        return topics.requests().contains(delivery.partition().topic());
    }

    private Headers headers(Delivery delivery, ForeignHeaders foreign) {
        Headers headers = new RecordHeaders();
        for (Header header : foreign.kept()) {
            headers.add(header.name(), header.value());
        }
        putDropped(headers, delivery, foreign);
        put(headers, MdHeaders.ORIGIN, delivery.origin().place());
        put(headers, MdHeaders.ORIGIN_TOPIC_ID, delivery.origin().topicId());
        put(
                headers,
                MdHeaders.ORIGIN_TIMESTAMP,
                Long.toString(delivery.originTimestamp().toEpochMilli()));
        subApp(delivery).ifPresent(subApp -> put(headers, MdHeaders.SUB_APP_ID, subApp.toString()));
        if (delivery.attempt().replays() > 0) {
            put(headers, MdHeaders.REPLAYS, Integer.toString(delivery.attempt().replays()));
        }
        if (delivery.attempt().replayedAt() != null) {
            put(headers, MdHeaders.REPLAYED_AT, delivery.attempt().replayedAt().toString());
        }
        if (delivery.attempt().mayHaveUncountedCall()) {
            put(headers, MdHeaders.CALLED, "true");
        }
        if (delivery.attempt().replayOf() != null) {
            put(headers, MdHeaders.REPLAY_OF, delivery.attempt().replayOf().toString());
        }
        return headers;
    }

    /** With those that were dropped on the request's way so far. */
    private void putDropped(Headers headers, Delivery delivery, ForeignHeaders foreign) {
        List<Header> read = delivery.message().headers();
        int before = isFirst(delivery) ? 0 : OwnHeaders.of(read).count(MdHeaders.HEADERS_DROPPED);
        int dropped = before + delivery.message().omitted().headers() + foreign.dropped();
        if (dropped > 0) {
            put(headers, MdHeaders.HEADERS_DROPPED, Integer.toString(dropped));
        }
    }

    private static void putHistory(Headers headers, int attempts, Instant firstFailedAt, Instant failedAt) {
        put(headers, MdHeaders.ATTEMPT, Integer.toString(attempts));
        put(headers, MdHeaders.FIRST_FAILED_AT, firstFailedAt.toString());
        put(headers, MdHeaders.FAILED_AT, failedAt.toString());
    }

    private static void putFault(Headers headers, Fault fault) {
        put(headers, MdHeaders.FAULT_KIND, fault.kind().name());
        put(headers, MdHeaders.FAULT_CODE, fault.code());
        put(headers, MdHeaders.FAULT_MESSAGE, fault.message());
        put(headers, MdHeaders.FAULT_REQUEST_ID, fault.requestId());
        put(headers, MdHeaders.HOLD, fault.hold());
    }

    private static void put(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
