package io.mediadeleter.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Reads bytes as UTF-8 or not at all: nothing is replaced. */
public final class Utf8 {

    private Utf8() {}

    /** The text that the bytes are; empty when they are no UTF-8. */
    public static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
