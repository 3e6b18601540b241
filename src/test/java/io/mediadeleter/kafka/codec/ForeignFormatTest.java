package io.mediadeleter.kafka.codec;

import static io.mediadeleter.kafka.codec.Records.VALID;
import static io.mediadeleter.kafka.codec.Records.plain;
import static io.mediadeleter.kafka.codec.Records.refusal;
import static io.mediadeleter.kafka.codec.Records.withHeaders;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no request, each with the likely cause. */
class ForeignFormatTest {

    private static final String PLAIN = "; publish the request as plain JSON text in UTF-8";
    private static final byte[] AVRO = {6, 'e', '-', '1', 38};

    private static byte[] framed(String hex, byte[] payload) {
        return HexFormat.of().parseHex(hex + HexFormat.of().formatHex(payload));
    }

    private static void assertLooksLike(byte[] value, String format) {
        assertThat(refusal(plain(value)))
                .isEqualTo(new Malformed("ForeignFormat", "the value looks like " + format + PLAIN));
    }

    @Test
    void framingOfASchemaRegistry_isNamedWithItsSchema() {
        String record = "a record of a Schema Registry serializer (";
        String json = ", JSON Schema); use a serializer of plain JSON or text in place of the JSON Schema one";
        byte[] request = VALID.getBytes(UTF_8);
        String uuid = "b7ae27f30f405c9ba452182362e502fa";
        String shown = "b7ae27f3-0f40-5c9b-a452-182362e502fa";
        assertLooksLike(framed("000000002a", AVRO), record + "Confluent wire format, schema id 42, Avro or Protobuf)");
        assertLooksLike(
                framed("0000007b00", AVRO), record + "Confluent wire format, schema id 31488, Avro or Protobuf)");
        assertLooksLike(framed("000000002a", request), record + "Confluent wire format, schema id 42" + json);
        assertLooksLike(framed("00000000000000002a", request), record + "Apicurio wire format, schema id 42" + json);
        assertLooksLike(
                framed("00000000000000002a", AVRO), record + "Apicurio wire format, schema id 42, Avro or Protobuf)");
        assertLooksLike(
                framed("0300" + uuid, AVRO),
                record + "AWS Glue wire format, schema version " + shown + ", Avro or Protobuf)");
        assertLooksLike(
                framed("0305" + uuid, AVRO),
                record + "AWS Glue wire format, schema version " + shown + ", compressed, Avro or Protobuf)");
        assertLooksLike(
                framed("0300" + uuid, request), record + "AWS Glue wire format, schema version " + shown + json);
        assertLooksLike(
                framed("01" + uuid, AVRO), record + "Confluent wire format, schema " + shown + ", Avro or Protobuf)");
    }

    @Test
    void headersOfASchemaRegistry_areNamed() {
        for (String name : List.of("apicurio.value.globalId", "__value_schema_id")) {
            Message message = new Message(null, AVRO, List.of(new Header(name, new byte[8])), Instant.EPOCH);
            assertThat(refusal(message).reason())
                    .isEqualTo("the value looks like a record of a Schema Registry serializer, as the header " + name
                            + " says" + PLAIN);
            assertThat(Records.decode(new Message(null, VALID.getBytes(UTF_8), message.headers(), Instant.EPOCH)))
                    .isEqualTo(Records.decode(plain(VALID)));
        }
    }

    @Test
    void compressedValue_isNamed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(VALID.getBytes(UTF_8));
        }
        assertThat(refusal(plain(bytes.toByteArray())).reason())
                .startsWith("the value looks like gzip data, compressed");
        assertThat(refusal(plain(framed("28b52ffd", AVRO))).reason()).startsWith("the value looks like zstd data");
    }

    @Test
    void serializedObject_isNamed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(VALID);
        }
        assertLooksLike(bytes.toByteArray(), "a Java object, serialized");
        assertLooksLike(framed("82a76576656e744964a3", AVRO), "MessagePack");
        assertLooksLike(framed("a2676576656e74496463", AVRO), "CBOR");
        assertLooksLike(framed("0a03652d3112033532380000".substring(0, 20), new byte[0]), "Protobuf");
    }

    /** What a publisher writes must not decide how much of the stack is used: the loop's thread ends of it, and the next owner's. */
    @ParameterizedTest
    @ValueSource(strings = {"a=&", "a.b-c=1&", "=&"})
    void textOfManyPairs_needsNoMoreStackThanOthers(String pair) throws InterruptedException {
        AtomicReference<Object> outcome = new AtomicReference<>();
        Message many = plain(pair.repeat(4_096 / pair.length()).getBytes(UTF_8));
        Thread small = new Thread(null, () -> outcome.set(decoded(many)), "small stack", 192 << 10);
        small.start();
        small.join();

        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.code()).isIn("ForeignFormat", "InvalidJson"));
    }

    private static Object decoded(Message message) {
        try {
            return refusal(message);
        } catch (StackOverflowError tooDeep) {
            return tooDeep;
        }
    }

    @Test
    void textOfAnotherFormat_isNamed() {
        assertLooksLike("<request><fileId>1</fileId></request>".getBytes(UTF_8), "XML or HTML");
        assertLooksLike("eventId=e-1&fileId=5285485487985271487".getBytes(UTF_8), "form data");
        assertLooksLike("eventId: e-1\nfileId: '1'".getBytes(UTF_8), "YAML");
        assertLooksLike("{eventId=e-1, fileId=1}".getBytes(UTF_8), "a Java object as it is printed");
        assertLooksLike("Request[eventId=e-1, fileId=1]".getBytes(UTF_8), "a Java object as it is printed");
        assertLooksLike("[object Object]".getBytes(UTF_8), "the name of an object in place of its content");
        assertLooksLike(URLEncoder.encode(VALID, UTF_8).getBytes(UTF_8), "JSON that was URL-encoded");
        assertLooksLike(Base64.getEncoder().encode(VALID.getBytes(UTF_8)), "JSON that was encoded as base64");
        assertLooksLike(
                Base64.getEncoder().encode(VALID.repeat(200).getBytes(UTF_8)), "JSON that was encoded as base64");
        assertLooksLike(HexFormat.of().formatHex(VALID.getBytes(UTF_8)).getBytes(UTF_8), "JSON as hexadecimal digits");
    }

    @Test
    void otherEncodingsAndBrokenJson_keepTheirOwnReasons() {
        assertThat(refusal(plain(VALID.getBytes(UTF_16LE))).code()).isEqualTo("InvalidUtf8");
        assertThat(refusal("\ufeff" + VALID).code()).isEqualTo("InvalidUtf8");
        assertThat(refusal(VALID + VALID).code()).isEqualTo("TrailingBytes");
        assertThat(refusal(VALID.substring(1)).code()).isIn("InvalidJson", "TrailingBytes");
        assertThat(refusal("hello").code()).isEqualTo("InvalidJson");
    }

    @Test
    void requestThatWasEncodedTwice_isToldSo() {
        assertThat(refusal(Records.json(VALID)).reason())
                .isEqualTo("$: string found, object expected; the string holds JSON, so the request was encoded"
                        + " twice: send the object itself");
        assertThat(refusal(Records.json(Base64.getEncoder().encodeToString(VALID.getBytes(UTF_8))))
                        .reason())
                .contains("encoded twice");
        assertThat(refusal("[" + VALID + "]").reason()).contains("one request or one CloudEvent a record");
        assertThat(refusal("{\"schema\":{},\"payload\":" + VALID + "}").reason())
                .contains("schemas.enable=false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"before\":null,\"after\":%s,\"op\":\"c\"}",
                "{\"version\":\"0\",\"source\":\"s\",\"detail-type\":\"t\",\"detail\":%s}",
                "{\"Type\":\"Notification\",\"Message\":%s}"
            })
    void requestInAnEnvelope_isToldWhere(String envelope) {
        String request = envelope.contains("Message") ? Records.json(VALID) : VALID;
        assertThat(refusal(String.format(envelope, request)).reason())
                .matches("\\$\\.(after|detail|Message): the request lies in this property of an envelope; publish the"
                        + " request alone");
    }

    @Test
    void formatThatOnlyTheContentTypeTells_isNamed() {
        Header azure = new Header("content-type", "avro/binary+3e7a".getBytes(UTF_8));
        assertThat(refusal(new Message(null, AVRO, List.of(azure), Instant.EPOCH))
                        .reason())
                .isEqualTo("the value looks like what its header content-type says, avro/binary+3e7a, and not like JSON"
                        + PLAIN);
    }

    @Test
    void eventThatNoHeaderTellsOf_isToldWhichHeader() {
        String event = new String(Records.structured("\"data\":" + VALID).value(), UTF_8);
        String why =
                "not a valid CloudEvent: the value is an event (it has specversion), but no header says so; send the"
                        + " header content-type: application/cloudevents+json";
        assertThat(refusal(event)).isEqualTo(new Malformed("InvalidCloudEvent", why));
        assertThat(refusal(withHeaders(event, Map.of("Content-Type", "application/cloudevents+json")))
                        .reason())
                .isEqualTo(why + ", in small letters, as Kafka tells Content-Type from it");
        assertThat(refusal(withHeaders(event, Map.of("content-type", "application/json")))
                        .reason())
                .isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":NaN} | NaN is not JSON, which has no NaN and no Infinity",
                "{\"a\":-Infinity} | -Infinity is not JSON, which has no NaN and no Infinity",
                "{\"a\":+1} | Unexpected character ('+' (code 43)) in numeric value: JSON numbers have no plus sign",
                "{ | Unexpected end-of-input: expected close marker for Object (opened at line 1, column 1)",
                "{] | Unexpected close marker ']': expected '}' (for Object opened at line 1, column 1)",
                "/**/{} | Unexpected character ('/' (code 47)): JSON has no comments",
                "hello | Unrecognized token 'hello': expected a value; text stands in double quotes",
                "{\"a\":'b'} | Unexpected character (''' (code 39)): expected a valid value",
                "{a:1} | Unexpected character ('a' (code 97)): expected a property name in double quotes",
                "- | Unexpected end-of-input: no digit following sign"
            })
    void brokenSyntax_isToldWithoutTheInsidesOfTheParser(String value, String words) {
        assertThat(refusal(value).reason())
                .matches("not valid JSON at line 1, column \\d+: .*")
                .endsWith(": " + words)
                .doesNotContain("Feature", "Source", "`");
    }

    @Test
    void numberOfTooManyDigits_isToldInDigits() {
        assertThat(refusal("{\"a\":" + "9".repeat(2000) + "}").reason())
                .endsWith("a number of 2000 digits; at most 1000");
    }
}
