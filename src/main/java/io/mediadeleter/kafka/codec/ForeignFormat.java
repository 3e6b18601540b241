package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Header;
import io.mediadeleter.text.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Guesses what bytes are that are no JSON, so that a publisher is told the cause and not its symptom. A guess never makes a
 * request of them: who writes by a schema of a registry means what that schema says, and it is not known here.
 */
final class ForeignFormat {

    /** Such as {@code avro/binary+ID}, as Azure's serializer writes. */
    private static final Pattern NOT_JSON =
            Pattern.compile("(?i).*(avro|protobuf|msgpack|messagepack|cbor|thrift|bson|smile|java-serialized).*");

    private static final int MAX_SHOWN = 100;

    private static final String PLAIN = "; publish the request as plain JSON text in UTF-8";

    private ForeignFormat() {}

    /** What to tell the publisher, if the bytes look like something that is known. */
    static Optional<String> of(byte[] value, List<Header> headers) {
        return Stream.of(
                        RegistryFraming.of(value, headers),
                        BinaryFormat.of(value),
                        NonJsonText.of(value),
                        byContentType(headers))
                .flatMap(Optional::stream)
                .findFirst()
                .map(format -> "the value looks like " + format + PLAIN);
    }

    /** What is not known by its bytes, such as Avro without a framing, where the publisher's serializer says what it is. */
    private static Optional<String> byContentType(List<Header> headers) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(Header.CONTENT_TYPE) && header.value() != null)
                .map(header -> new String(header.value(), UTF_8))
                .filter(type -> NOT_JSON.matcher(type).matches())
                .findFirst()
                .map(type ->
                        "what its header content-type says, " + Excerpt.of(type, MAX_SHOWN) + ", and not like JSON");
    }
}
