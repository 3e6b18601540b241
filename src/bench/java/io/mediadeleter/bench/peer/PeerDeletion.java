package io.mediadeleter.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bucket4j.Bucket;
import io.mediadeleter.config.Settings;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.vod.BlockingCall;
import io.mediadeleter.vod.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What every peer does with one record: decode, wait for a token, call, encode the result. Thread-safe. */
final class PeerDeletion implements AutoCloseable {

    /** A request as the peers read it. */
    record Request(String eventId, String fileId) {
        Request {
            Objects.requireNonNull(eventId, "eventId");
            Objects.requireNonNull(fileId, "fileId");
        }
    }

    private final ObjectMapper json = new ObjectMapper();
    private final BlockingCall call;
    private final Bucket bucket;
    private final String deleted;
    private final String deadLetter;

    PeerDeletion(Settings settings) {
        call = new BlockingCall(settings.vod(), new Keys("simulator", "simulator", null));
        bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(settings.quotaPerSecond())
                        .refillGreedy(settings.quotaPerSecond(), Duration.ofSeconds(1)))
                .build();
        deleted = settings.topics().deleted();
        deadLetter = settings.topics().deadLetter();
    }

    /**
     * Deletes the media that the record is about, if it is there.
     *
     * @return the result to publish
     * @throws DeletionFailed if it is not deleted
     */
    ProducerRecord<byte[], byte[]> delete(ConsumerRecord<byte[], byte[]> record) {
        Request request = read(record);
        bucket.asBlocking().consumeUninterruptibly(1);
        Outcome outcome = call.delete(new MediaId(null, request.fileId()));
        if (outcome instanceof Outcome.Failed failed && !outcome.failedBy(FaultKind.ABSENT)) {
            throw new DeletionFailed(failed.fault());
        }
        return result(record, request, outcome instanceof Outcome.Deleted done ? done.requestId() : "");
    }

    /** The record as a dead letter. */
    ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(deadLetter, record.key(), record.value());
    }

    private Request read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return json.readValue(record.value(), Request.class);
        } catch (IOException invalid) {
            throw new DeletionFailed(
                    new Fault(FaultKind.MALFORMED, "Malformed", String.valueOf(invalid.getMessage()), null));
        }
    }

    private ProducerRecord<byte[], byte[]> result(
            ConsumerRecord<byte[], byte[]> record, Request request, String requestId) {
        Map<String, String> result = Map.of(
                "eventId", request.eventId(),
                "fileId", request.fileId(),
                "requestId", requestId,
                "deletedAt", Instant.now().toString());
        try {
            return new ProducerRecord<>(deleted, record.key(), json.writeValueAsBytes(result));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() {
        call.close();
    }
}
