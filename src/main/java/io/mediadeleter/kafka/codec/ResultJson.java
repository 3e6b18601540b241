package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.MediaDeleted.Disposition;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result as {@code media-deleted.schema.json} has it: names, order and what is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ResultJson(
        String eventId,
        String requestEventId,
        String fileId,
        @Nullable Long subAppId,
        @Nullable List<PartJson> deleteParts,
        Disposition outcome,
        @Nullable String requestId,
        @Nullable String errorCode,
        String deletedAt,
        int attempts,
        boolean coalesced,
        @Nullable DeletedJson deletedScope,
        @Nullable String correlationId,
        @Nullable String requestedBy,
        @Nullable String reason,
        @Nullable String requestedAt,
        @Nullable String requestedTimestamp,
        @JsonRawValue @Nullable String extensions,
        String group,
        Source source) {

    /** What is smaller is cut off. */
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PartJson(String type, @Nullable Long definition) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeletedJson(boolean whole, @Nullable List<PartJson> parts) {

        static DeletedJson of(Scope scope) {
            return scope.match(
                    () -> new DeletedJson(true, null), parts -> new DeletedJson(false, ResultJson.parts(parts)));
        }
    }

    record Source(String topic, int partition, long offset) {}

    static ResultJson of(String eventId, String group, MediaDeleted result, Evidence evidence) {
        DeleteRequest request = result.request();
        Origin origin = result.source();
        return new ResultJson(
                eventId,
                request.eventId(),
                request.media().fileId(),
                request.media().subAppId(),
                request.scope().<@Nullable List<PartJson>>match(() -> null, ResultJson::parts),
                result.disposition(),
                result.requestId(),
                result.errorCode(),
                MILLISECONDS.format(result.deletedAt()),
                result.attempts(),
                result.coalesced(),
                result.isMoreThanAsked() ? DeletedJson.of(result.called()) : null,
                request.correlationId(),
                evidence.requestedBy(),
                evidence.reason(),
                evidence.requestedAt(),
                time(evidence.writtenAt()),
                evidence.extensions(),
                group,
                new Source(origin.topic(), origin.partition(), origin.offset()));
    }

    /** Of a record; null of one without a time, or with one that RFC 3339 has no text for. */
    private static @Nullable String time(Instant time) {
        return time.isBefore(Instant.EPOCH) || time.isAfter(LAST) ? null : MILLISECONDS.format(time);
    }

    private static List<PartJson> parts(List<Part> parts) {
        return parts.stream()
                .map(part -> new PartJson(part.type(), part.definition()))
                .toList();
    }
}
