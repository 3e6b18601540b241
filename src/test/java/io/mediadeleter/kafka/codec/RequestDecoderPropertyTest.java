package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import java.math.BigInteger;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RequestDecoderPropertyTest {

    private static final long MAX_INTEGER = 9007199254740991L;
    private static final BigInteger LARGEST_FILE_ID = new BigInteger("9".repeat(20));

    private static void assertSettled(Message message) {
        Content content = Records.decode(message);
        if (content instanceof Malformed malformed) {
            assertThat(malformed.code()).matches("[A-Za-z0-9]+").isNotEqualTo("Undecodable");
            assertThat(malformed.reason()).isNotBlank().hasSizeLessThanOrEqualTo(1000);
        }
    }

    @Property
    void arbitraryBytes_neverThrow(@ForAll byte[] value) {
        assertSettled(Records.plain(value));
        assertSettled(new Message(null, value, Records.structured("").headers(), java.time.Instant.EPOCH));
        assertSettled(new Message(null, value, Records.binary("").headers(), java.time.Instant.EPOCH));
    }

    @Property
    void mutatedRequests_neverThrow(
            @ForAll("requests") DeleteRequest request, @ForAll("mutations") List<Map.Entry<Integer, Byte>> mutations) {
        for (Message message : modes(wire(request))) {
            byte[] value = message.value();
            if (value != null) {
                mutations.forEach(at -> value[at.getKey() % value.length] = at.getValue());
            }
            assertSettled(message);
        }
    }

    @Property
    void validRequests_decodeToTheSameFieldsInAllModes(@ForAll("requests") DeleteRequest request) {
        assertThat(modes(wire(request)))
                .allSatisfy(message ->
                        assertThat(Records.request(Records.decode(message))).isEqualTo(request));
    }

    private static List<Message> modes(String request) {
        String base64 = Base64.getEncoder().encodeToString(request.getBytes(UTF_8));
        return List.of(
                Records.plain(request),
                Records.binary(request),
                Records.structured("\"data\":" + request),
                Records.structured("\"data_base64\":\"" + base64 + "\""));
    }

    /** The request as a publisher writes it. */
    private static String wire(DeleteRequest request) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("eventId", request.eventId());
        wire.put("fileId", request.media().fileId());
        wire.put("subAppId", request.media().subAppId());
        wire.put("correlationId", request.correlationId());
        if (request.scope() instanceof Scope.Parts parts) {
            wire.put(
                    "deleteParts",
                    parts.parts().stream().map(RequestDecoderPropertyTest::wire).toList());
        }
        wire.values().removeIf(value -> value == null);
        return Records.json(wire);
    }

    private static Map<String, Object> wire(Part part) {
        return part.definition() == null
                ? Map.of("type", part.type())
                : Map.of("type", part.type(), "definition", part.definition());
    }

    @Provide
    Arbitrary<List<Map.Entry<Integer, Byte>>> mutations() {
        Arbitrary<Byte> bytes =
                Arbitraries.oneOf(Arbitraries.bytes(), Arbitraries.of((byte) '"', (byte) '{', (byte) ']', (byte) ','));
        return Combinators.combine(Arbitraries.integers().between(0, 10_000), bytes)
                .as(Map::entry)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<DeleteRequest> requests() {
        Arbitrary<MediaId> media = Combinators.combine(
                        integers(1),
                        Arbitraries.bigIntegers()
                                .between(BigInteger.ONE, LARGEST_FILE_ID)
                                .map(BigInteger::toString))
                .as(MediaId::new);
        return Combinators.combine(text(128), media, scopes(), text(1024).injectNull(0.3))
                .as((eventId, id, scope, correlationId) -> new DeleteRequest(eventId, id, scope, correlationId, null));
    }

    private static Arbitrary<Scope> scopes() {
        Arbitrary<Scope> parts = Combinators.combine(text(64), integers(0))
                .as(Part::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .map(Scope.Parts::new);
        return Arbitraries.oneOf(Arbitraries.just(new Scope.Whole()), parts);
    }

    @SuppressWarnings("NullAway") // javac 25 sees that injectNull makes nulls, javac 17 does not
    private static Arbitrary<Long> integers(long least) {
        return Arbitraries.longs().between(least, MAX_INTEGER).injectNull(0.3);
    }

    private static Arbitrary<String> text(int max) {
        return Arbitraries.strings()
                .withCharRange('\0', '\ud7ff')
                .withCharRange('\ue000', '\uffff')
                .ofMinLength(1)
                .ofMaxLength(max);
    }
}
