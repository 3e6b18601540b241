package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventSerializer;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.MediaDeleted.Disposition;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Results;
import io.mediadeleter.event.Scope;
import io.mediadeleter.kafka.codec.ResultEncoder.Encoded;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultEncoderTest {

    private static final Origin ORIGIN = new Origin("media-delete-requested", 3, 1742);
    private static final Instant AT = Instant.parse("2026-11-22T08:15:31.042987654Z");

    private static final MediaId MEDIA = new MediaId(null, "7447398156998994860");

    private static final MediaDeleted WHOLE =
            Results.deleted(ORIGIN, new DeleteRequest("e-1", MEDIA, new Scope.Whole(), null, null), AT);

    private static final DeleteRequest FOR_PARTS = new DeleteRequest(
            "e-2",
            new MediaId(1500000001L, "7447398156998994860"),
            new Scope.Parts(List.of(new Part("TranscodeFiles", 100230L), new Part("OriginalFiles", null))),
            "\ud83d\ude00 \"quoted\"",
            null);

    private static final MediaDeleted PARTS = new MediaDeleted(
            ORIGIN,
            FOR_PARTS,
            Disposition.ALREADY_ABSENT,
            "r-2",
            "ResourceNotFound.FileNotExist",
            Instant.parse("2026-11-22T08:15:00Z"),
            2,
            true,
            FOR_PARTS.scope());

    private static final Scope ONE_PART = new Scope.Parts(List.of(new Part("OriginalFiles", null)));
    private static final Scope OTHER_PART = new Scope.Parts(List.of(new Part("TranscodeFiles", 7L)));

    /** One part was asked for, by a call that was shared. */
    private static MediaDeleted sharing(Scope called) {
        DeleteRequest request = new DeleteRequest("e-3", MEDIA, ONE_PART, null, null);
        return new MediaDeleted(ORIGIN, request, Disposition.DELETED, "r-3", null, AT, 1, true, called);
    }

    private static final MediaDeleted DRY_RUN =
            new MediaDeleted(ORIGIN, WHOLE.request(), Disposition.DRY_RUN, null, null, AT, 0, false, WHOLE.called());

    /** Of a request that says nothing of itself. */
    private static final Evidence SILENT =
            Evidence.of(Records.plain(Records.VALID), Instant.parse("2026-11-22T08:15:30.007123Z"));

    private final ResultEncoder encoder = new ResultEncoder("group-1");

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }

    private static CloudEvent read(Encoded encoded) {
        RecordHeaders headers = new RecordHeaders();
        encoded.headers().forEach(header -> headers.add(header.name(), header.value()));
        return KafkaMessageFactory.createReader(headers, encoded.value()).toEvent();
    }

    @Test
    void wholeDeletion_isWrittenWithoutAbsentFields() {
        assertThat(new String(encoder.encode(WHOLE, SILENT, List.of()).value(), UTF_8))
                .isEqualTo("{\"eventId\":\"EVENT\",\"requestEventId\":\"e-1\",\"fileId\":\"7447398156998994860\","
                                .replace("EVENT", encoder.eventId(ORIGIN).toString())
                        + "\"outcome\":\"DELETED\",\"requestId\":\"r-1\",\"deletedAt\":\"2026-11-22T08:15:31.042Z\","
                        + "\"attempts\":1,\"coalesced\":false,"
                        + "\"requestedTimestamp\":\"2026-11-22T08:15:30.007Z\",\"group\":\"group-1\","
                        + "\"source\":{\"topic\":\"media-delete-requested\",\"partition\":3,\"offset\":1742}}");
    }

    @Test
    void partDeletion_isWrittenWithAllFields() {
        assertThat(new String(encoder.encode(PARTS, SILENT, List.of()).value(), UTF_8))
                .contains(
                        "\"subAppId\":1500000001,\"deleteParts\":[{\"type\":\"TranscodeFiles\",\"definition\":100230},"
                                + "{\"type\":\"OriginalFiles\"}],\"outcome\":\"ALREADY_ABSENT\",\"requestId\":\"r-2\","
                                + "\"errorCode\":\"ResourceNotFound.FileNotExist\",\"deletedAt\":\"2026-11-22T08:15:00.000Z\","
                                + "\"attempts\":2,\"coalesced\":true,\"correlationId\":\"\\uD83D\\uDE00 \\\"quoted\\\"\",");
    }

    @Test
    void sharedCallForMore_saysWhatIsGone() {
        assertThat(json(sharing(new Scope.Whole()))).contains("\"coalesced\":true,\"deletedScope\":{\"whole\":true},");
        assertThat(json(sharing(ONE_PART.union(OTHER_PART))))
                .contains("\"deletedScope\":{\"whole\":false,\"parts\":[{\"type\":\"OriginalFiles\"},"
                        + "{\"type\":\"TranscodeFiles\",\"definition\":7}]},");
        assertThat(json(sharing(ONE_PART))).doesNotContain("deletedScope");
        assertThat(json(WHOLE)).doesNotContain("deletedScope");
    }

    private String json(MediaDeleted result) {
        return new String(encoder.encode(result, SILENT, List.of()).value(), UTF_8);
    }

    @Test
    void everyResult_keepsItsSchema() throws IOException {
        for (MediaDeleted result :
                List.of(WHOLE, PARTS, DRY_RUN, sharing(new Scope.Whole()), sharing(ONE_PART.union(OTHER_PART)))) {
            byte[] value = encoder.encode(result, SILENT, List.of()).value();
            assertThat(SchemaFiles.compile(SchemaFiles.RESULT).validate(new ObjectMapper().readTree(value)))
                    .isEmpty();
        }
    }

    @Test
    void result_isReadBackByTheSdk() {
        Encoded encoded = encoder.encode(WHOLE, SILENT, List.of());
        CloudEvent event = read(encoded);
        assertThat(event.getSpecVersion()).hasToString("1.0");
        assertThat(event.getId()).isEqualTo(encoder.eventId(ORIGIN).toString());
        assertThat(event.getType()).isEqualTo("io.mediadeleter.media-deleted.v1");
        assertThat(event.getSource()).isEqualTo(URI.create("/media-deleter/group-1"));
        assertThat(event.getSubject()).isEqualTo("7447398156998994860");
        assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-11-22T08:15:31.042Z"));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(requireNonNull(event.getData()).toBytes()).isEqualTo(encoded.value());
    }

    @Test
    void headers_areThoseThatTheSdkWrites() {
        Encoded encoded = encoder.encode(WHOLE, SILENT, List.of());
        RecordHeaders written = new RecordHeaders();
        try (CloudEventSerializer sdk = new CloudEventSerializer()) {
            assertThat(sdk.serialize("", written, read(encoded))).isEqualTo(encoded.value());
        }
        List<String> expected = new ArrayList<>();
        written.forEach(header -> expected.add(header.key() + ": " + new String(header.value(), UTF_8)));
        assertThat(encoded.headers())
                .extracting(header -> header.name() + ": " + new String(requireNonNull(header.value()), UTF_8))
                .isEqualTo(expected);
    }

    @Test
    void requestsHeaders_passOnButForTheResultsOwn() {
        List<Header> request = List.of(
                header("ce_id", "theirs"),
                header("ce_tenant", "theirs"),
                header("content-type", "application/cloudevents+json"),
                header("Content-Type", "text/plain"),
                header("md-attempt", "2"),
                header("md-origin", "a/0/0"),
                header("traceparent", "00-1-2-01"),
                new Header("empty", null),
                header("traceparent", "again"));
        Encoded encoded = encoder.encode(WHOLE, SILENT, request);
        assertThat(encoded.headers().subList(7, encoded.headers().size()))
                .containsExactly(request.get(6), request.get(7), request.get(8));
        assertThat(encoded.headers().subList(0, 7))
                .extracting(Header::name)
                .containsExactlyInAnyOrder(
                        "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "content-type");
        assertThat(read(encoded).getId()).isEqualTo(encoder.eventId(ORIGIN).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T08:15:31.2Z",
                "2026-11-22T08:15:31.040Z",
                "2026-11-22T08:15:00Z",
                "2026-11-22T08:15:31.0009Z",
                "2026-11-22T00:00:00.999999999Z"
            })
    void timeOfTheEvent_isTheTextOfDeletedAt(String at) throws IOException {
        Encoded encoded =
                encoder.encode(Results.deleted(ORIGIN, WHOLE.request(), Instant.parse(at)), SILENT, List.of());
        String deletedAt =
                new ObjectMapper().readTree(encoded.value()).path("deletedAt").textValue();
        assertThat(CloudEventReader.text(encoded.headers(), "ce_time")).isEqualTo(deletedAt);
    }

    @Test
    void traceOfTheRequestsEvent_comesBackAsAttributes() {
        Header parent = header("ce_traceparent", "00-1-2-01");
        Header state = header("ce_tracestate", "a=b");
        Encoded encoded = encoder.encode(
                WHOLE,
                SILENT,
                List.of(header("ce_tenant", "theirs"), parent, state, parent, new Header("ce_tracestate", null)));
        assertThat(encoded.headers().subList(7, encoded.headers().size())).containsExactly(parent, state);
        assertThat(read(encoded).getExtension("traceparent")).isEqualTo("00-1-2-01");
    }

    @Test
    void eventId_isTheSameForTheSameOrigin() {
        NameBasedGenerator urls = Generators.nameBasedGenerator(NameBasedGenerator.NAMESPACE_URL);
        assertThat(ResultEncoder.NAMESPACE).isEqualTo(urls.generate("urn:mediadeleter:results"));
        assertThat(encoder.eventId(ORIGIN))
                .isEqualTo(Generators.nameBasedGenerator(ResultEncoder.NAMESPACE)
                        .generate("media-delete-requested/3/1742"))
                .isEqualTo(new ResultEncoder("other").eventId(ORIGIN))
                .isNotEqualTo(encoder.eventId(new Origin("media-delete-requested", 3, 1743)));
        assertThat(encoder.eventId(ORIGIN).version()).isEqualTo(5);
    }
}
