package io.mediadeleter.kafka.codec;

import io.mediadeleter.event.Header;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Guesses what bytes are that are no JSON, so that a publisher is told the cause and not its symptom. A guess never makes a
 * request of them: who writes by a schema of a registry means what that schema says, and it is not known here.
 */
final class ForeignFormat {

    private static final String PLAIN = "; publish the request as plain JSON text in UTF-8";

    private ForeignFormat() {}

    /** What to tell the publisher, if the bytes look like something that is known. */
    static Optional<String> of(byte[] value, List<Header> headers) {
        return Stream.of(RegistryFraming.of(value, headers), BinaryFormat.of(value), NonJsonText.of(value))
                .flatMap(Optional::stream)
                .findFirst()
                .map(format -> "the value looks like " + format + PLAIN);
    }
}
