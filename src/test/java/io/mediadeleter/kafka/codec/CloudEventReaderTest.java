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
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventReaderTest {

    private static final Map<String, String> ATTRIBUTES =
            Map.of("ce_specversion", "1.0", "ce_id", "c-1", "ce_source", "/test", "ce_type", "asked");

    private static void assertInvalid(Message message, String why) {
        assertThat(refusal(message)).isEqualTo(new Malformed("InvalidCloudEvent", "no valid CloudEvent: " + why));
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
    void whatTheSdkRefuses_isRefused() {
        List<Message> messages = List.of(
                structured("\"data\":" + VALID + ",\"data_base64\":\"e30=\""),
                structured("\"data_base64\":\"%\""),
                structured("\"data_base64\":1"),
                structured("\"time\":\"yesterday\",\"data\":" + VALID),
                structured("\"time\":1,\"data\":" + VALID),
                structured("\"dataschema\":\"::\",\"data\":" + VALID),
                structured("\"Not_A_Name\":1,\"data\":" + VALID),
                withHeaders(VALID, changed("ce_time", "yesterday")),
                withHeaders(VALID, changed("ce_source", ":")));
        assertThat(messages)
                .allSatisfy(message -> assertThat(refusal(message).reason())
                        .startsWith("no valid CloudEvent: the SDK cannot read it: "));
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
