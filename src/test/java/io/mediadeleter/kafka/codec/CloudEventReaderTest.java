package io.mediadeleter.kafka.codec;

import static io.mediadeleter.kafka.codec.Records.VALID;
import static io.mediadeleter.kafka.codec.Records.binary;
import static io.mediadeleter.kafka.codec.Records.decode;
import static io.mediadeleter.kafka.codec.Records.plain;
import static io.mediadeleter.kafka.codec.Records.refusal;
import static io.mediadeleter.kafka.codec.Records.request;
import static io.mediadeleter.kafka.codec.Records.structured;
import static io.mediadeleter.kafka.codec.Records.with;
import static io.mediadeleter.kafka.codec.Records.withHeaders;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventReaderTest {

    private static final Map<String, String> ATTRIBUTES =
            Map.of("ce_specversion", "1.0", "ce_id", "c-1", "ce_source", "/test", "ce_type", "asked");

    private static void assertInvalid(Message message, String why) {
        assertThat(refusal(message)).isEqualTo(new Malformed("InvalidCloudEvent", "not a valid CloudEvent: " + why));
    }

    private static Message base64(byte[] data) {
        return structured("\"data_base64\":\"" + Base64.getEncoder().encodeToString(data) + "\"");
    }

    private static Map<String, String> changed(String name, String value) {
        Map<String, String> headers = new HashMap<>(ATTRIBUTES);
        headers.put(name, value);
        return headers;
    }

    @Test
    void everyMode_givesTheSameRequest() {
        assertThat(List.of(
                        decode(binary(VALID)),
                        decode(structured("\"data\":" + VALID)),
                        decode(base64(VALID.getBytes(UTF_8))),
                        decode(withHeaders(VALID, ATTRIBUTES)),
                        decode(withHeaders(VALID, Map.of("content-type", "application/json", "traceparent", "00")))))
                .containsOnly(decode(plain(VALID)));
    }

    @Test
    void extensions_pass() {
        assertThat(request(decode(structured("\"traceparent\":\"00\",\"n\":1,\"b\":true,\"data\":" + VALID)))
                        .eventId())
                .isEqualTo("e-1");
    }

    @Test
    void strictness_holdsInStructuredMode() {
        assertThat(refusal(structured("\"id\":\"c-2\",\"data\":" + VALID)).reason())
                .startsWith("$.id: the key \"id\" occurs twice");
        assertThat(refusal(structured("\"data\":" + with("\"fileId\":\"1\""))).reason())
                .startsWith("$.data.fileId: the key \"fileId\" occurs twice");
        String envelope = new String(structured("\"data\":" + VALID).value(), UTF_8);
        Map<String, String> header = Map.of("content-type", "application/cloudevents+json");
        assertThat(refusal(withHeaders(envelope + "{}", header)).code()).isEqualTo("TrailingBytes");
        assertThat(refusal(withHeaders("\ufeff" + envelope, header)).code()).isEqualTo("InvalidUtf8");
        assertThat(refusal(structured("\"data\":" + "[".repeat(10_000))).code()).isEqualTo("TooDeep");
        assertThat(refusal(structured("\"data\":" + with("\"force\":1"))).reason())
                .startsWith("$.force: unknown");
        assertThat(refusal(structured("\"data\":[]")).reason()).isEqualTo("$: array found, object expected (found [])");
    }

    @Test
    void strictness_holdsInBase64() {
        assertThat(refusal(base64(with("\"fileId\":\"1\"").getBytes(UTF_8))).code())
                .isEqualTo("DuplicateKey");
        assertThat(refusal(base64((VALID + "x").getBytes(UTF_8))).code()).isEqualTo("TrailingBytes");
        assertThat(refusal(base64(("\ufeff" + VALID).getBytes(UTF_8))).code()).isEqualTo("InvalidUtf8");
        assertThat(refusal(base64(with("\"reason\":\"\u00e9\"").getBytes(ISO_8859_1)))
                        .code())
                .isEqualTo("InvalidUtf8");
        assertThat(refusal(base64("[".repeat(10_000).getBytes(UTF_8))).code()).isEqualTo("TooDeep");
        assertThat(refusal(base64(new byte[0])).code()).isEqualTo("InvalidJson");
    }

    @Test
    void strictness_holdsInBinaryMode() {
        assertThat(refusal(binary(with("\"fileId\":\"1\""))).code()).isEqualTo("DuplicateKey");
        assertThat(refusal(binary("")).code()).isEqualTo("InvalidJson");
    }

    @Test
    void otherSpecVersions_areRefused() {
        assertInvalid(withHeaders(VALID, changed("ce_specversion", "0.3")), "ce_specversion is 0.3; expected 1.0");
        assertInvalid(withHeaders(VALID, changed("ce_specversion", "2.0")), "ce_specversion is 2.0; expected 1.0");
        assertInvalid(withHeaders(VALID, Map.of("ce_id", "c-1")), "ce_specversion is missing; expected 1.0");
        assertInvalid(
                withHeaders("{\"data\":" + VALID + "}", Map.of("content-type", "application/cloudevents+json")),
                "$.specversion is missing; expected 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source", "type"})
    void missingAttribute_isRefused(String name) {
        Map<String, String> without = new HashMap<>(ATTRIBUTES);
        without.remove("ce_" + name);
        String why = "ce_" + name + " is missing or empty; CloudEvents 1.0 requires it";
        assertInvalid(withHeaders(VALID, without), why);
        assertInvalid(withHeaders(VALID, changed("ce_" + name, "")), why);

        String envelope = new String(structured("\"data\":" + VALID).value(), UTF_8);
        Map<String, String> header = Map.of("content-type", "application/cloudevents+json");
        assertInvalid(
                withHeaders(envelope.replace("\"" + name + "\":", "\"other\":"), header),
                "$." + name + " is missing or empty; CloudEvents 1.0 requires it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents-batch+json",
                "application/cloudevents+avro",
                "application/cloudevents",
                "application/cloudevents+jsonx"
            })
    void otherFormats_areRefused(String contentType) {
        assertInvalid(
                withHeaders("[]", Map.of("content-type", contentType)),
                "content-type " + contentType
                        + " is not supported; send one event a record as application/cloudevents+json");
    }

    @Test
    void eventWithoutData_isRefused() {
        assertInvalid(structured("\"x\":1"), "the event has no data; expected the request as data");
    }

    @Test
    void dataThatIsNotJson_isRefused() {
        assertInvalid(
                structured("\"datacontenttype\":\"text/plain\",\"data\":" + Records.json(VALID)),
                "the data's content type is text/plain; expected application/json");
        assertInvalid(
                withHeaders(VALID, changed("content-type", "application/xml")),
                "the data's content type is application/xml; expected application/json");
    }

    @Test
    void attributesThatAreNone_areRefusedWithTheirName() {
        assertInvalid(
                structured("\"data\":" + VALID + ",\"data_base64\":\"e30=\""),
                "the event has data and data_base64; send one of them");
        assertInvalid(structured("\"data_base64\":\"%\""), "$.data_base64 is not base64 (found \"%\")");
        assertInvalid(structured("\"data_base64\":1"), "$.data_base64 is not base64 (found 1)");
        assertInvalid(structured("\"time\":1,\"data\":" + VALID), "$.time is 1; expected a string");
        assertInvalid(structured("\"x\":{},\"data\":" + VALID), "$.x is {}; expected a string");
        assertInvalid(structured("\"dataschema\":\"::\",\"data\":" + VALID), "$.dataschema is not a URI (found ::)");
        assertInvalid(withHeaders(VALID, changed("ce_source", ":")), "ce_source is not a URI (found :)");
        assertInvalid(
                structured("\"time\":\"yesterday\",\"data\":" + VALID),
                "$.time is not an RFC 3339 time with date, seconds and offset, such as 2026-11-22T08:15:30Z (found"
                        + " yesterday)");
        assertInvalid(
                withHeaders(VALID, changed("ce_time", "yesterday")),
                "ce_time is not an RFC 3339 time with date, seconds and offset, such as 2026-11-22T08:15:30Z (found"
                        + " yesterday)");
        assertInvalid(
                structured("\"Not_A_Name\":1,\"data\":" + VALID),
                "$.Not_A_Name is not an attribute name; CloudEvents 1.0 allows a to z and 0 to 9");
        assertInvalid(
                withHeaders("[]", Map.of("content-type", "application/cloudevents+json")),
                "the value is not a JSON object (found array); send one event a record");
    }

    /** In both modes, and as the time of a plain request. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T08:15:30Z, true",
        "2026-11-22t08:15:30.5z, true",
        "2026-11-22 08:15:30.123456789012+23:59, true",
        "2026-11-22T08:15:30-00:00, true",
        "2016-12-31T23:59:60Z, true",
        "2026-12-31T15:59:60-08:00, true",
        "2024-02-29T00:00:00Z, true",
        "2026-02-29T00:00:00Z, false",
        "2026-11-31T00:00:00Z, false",
        "2026-11-22T08:15:60Z, false",
        "2026-11-22T24:00:00Z, false",
        "2026-11-22T08:15Z, false",
        "2026-11-22T08:15:30, false",
        "2026-11-22T08:15:30+01, false",
        "2026-11-22T08:15:30+0100, false",
        "2026-11-22T08:15:30.Z, false",
        "+12026-11-22T08:15:30Z, false",
        "'2026-11-22T08:15:30Z ', false",
        "'', false"
    })
    void time_isReadAlikeEverywhere(String time, boolean isValid) {
        assertThat(List.of(
                        decode(withHeaders(VALID, changed("ce_time", time))),
                        decode(structured("\"time\":\"" + time + "\",\"data\":" + VALID)),
                        decode(plain(with("\"requestedAt\":\"" + time + "\"")))))
                .allMatch(content -> content.match(valid -> isValid, malformed -> !isValid));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "text/json, true",
        "application/vnd.acme+json, true",
        "application/x-acme+json, true",
        "application/vnd.acme_1+json; v=2, true",
        "' Application/JSON ;charset=UTF-8', true",
        "image/svg+json, true",
        "application/jsonx, false",
        "application/xml, false",
        "json, false",
        "' ', false",
        "'', false"
    })
    void contentTypeOfTheData_isReadAlikeInBothModes(String type, boolean isJson) {
        assertThat(List.of(
                        decode(withHeaders(VALID, changed("content-type", type))),
                        decode(withHeaders(VALID, changed("ce_datacontenttype", type))),
                        decode(structured("\"datacontenttype\":\"" + type + "\",\"data\":" + VALID)),
                        decode(structured("\"datacontenttype\":\"" + type + "\",\"data_base64\":\""
                                + Base64.getEncoder().encodeToString(VALID.getBytes(UTF_8)) + "\""))))
                .allMatch(content -> content.match(valid -> isJson, malformed -> !isJson));
    }

    @Test
    void headersThatContradictEachOther_areRefusedWhateverTheirOrder() {
        assertRefusedInAnyOrder(
                List.of(header("ce_datacontenttype", "text/xml"), header("content-type", "application/json")),
                "content-type is application/json, but ce_datacontenttype is text/xml; send content-type alone");
        assertRefusedInAnyOrder(
                List.of(header("content-type", "text/xml"), header("content-type", "application/json")),
                "the header content-type occurs twice, as application/json and as text/xml; send it once");
        assertRefusedInAnyOrder(
                List.of(header("ce_tenant", "a"), header("ce_tenant", "b")),
                "the header ce_tenant occurs twice, as a and as b; send it once");
        assertRefusedInAnyOrder(
                List.of(header("content-type", "application/cloudevents+json"), header("content-type", "text/xml")),
                "the header content-type occurs twice, as application/cloudevents+json and as text/xml; send it once");
    }

    @Test
    void headersThatSayTheSameTwice_pass() {
        List<Header> more = new ArrayList<>(withHeaders(VALID, ATTRIBUTES).headers());
        more.add(header("content-type", "application/json"));
        more.add(header("content-type", "application/json"));
        more.add(header("ce_datacontenttype", "APPLICATION/JSON"));
        more.add(header("ce_id", "c-1"));
        assertThat(decode(new Message(null, VALID.getBytes(UTF_8), more, Instant.EPOCH)))
                .isEqualTo(decode(plain(VALID)));
    }

    @Test
    void attributeThatIsOtherInAHeaderThanInTheEvent_isRefused() {
        Message event = structured("\"data\":" + VALID);
        List<Header> more = new ArrayList<>(event.headers());
        more.add(header("ce_id", "c-1"));
        more.add(header("ce_tenant", "only here"));
        assertThat(decode(new Message(null, event.value(), more, Instant.EPOCH)))
                .isEqualTo(decode(plain(VALID)));
        more.set(more.size() - 1, header("ce_type", "other"));
        assertInvalid(
                new Message(null, event.value(), more, Instant.EPOCH),
                "the header ce_type is other, but in the event it is asked; send it once");
    }

    @Test
    void headerThatIsNotUtf8_isRefused() {
        List<Header> more = new ArrayList<>(withHeaders(VALID, ATTRIBUTES).headers());
        more.add(new Header("ce_tenant", new byte[] {(byte) 0xE9}));
        assertInvalid(
                new Message(null, VALID.getBytes(UTF_8), more, Instant.EPOCH), "the header ce_tenant is not UTF-8");
        assertThat(decode(withHeaders(VALID, changed("ce_tenant", "caf\u00e9 %41"))))
                .isEqualTo(decode(plain(VALID)));
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }

    private static void assertRefusedInAnyOrder(List<Header> two, String why) {
        for (List<Header> order : List.of(two, List.of(two.get(1), two.get(0)))) {
            List<Header> all = new ArrayList<>(withHeaders(VALID, ATTRIBUTES).headers());
            all.addAll(order);
            assertInvalid(new Message(null, VALID.getBytes(UTF_8), all, Instant.EPOCH), why);
        }
    }

    @Test
    void headersWithoutValue_neverThrow() {
        List<Header> headers = List.of(new Header("ce_specversion", null), new Header("content-type", null));
        assertInvalid(
                new Message(null, VALID.getBytes(UTF_8), headers, Instant.EPOCH),
                "ce_specversion is missing; expected 1.0");
        Message binary = binary(VALID);
        List<Header> more = Stream.concat(binary.headers().stream(), Stream.of(new Header("x", null)))
                .toList();
        assertThat(decode(new Message(null, binary.value(), more, Instant.EPOCH)))
                .isEqualTo(decode(binary));
        List<Header> other = List.of(new Header("content-type", null), new Header("x", null));
        assertThat(request(decode(new Message(null, VALID.getBytes(UTF_8), other, Instant.EPOCH)))
                        .eventId())
                .isEqualTo("e-1");
    }
}
