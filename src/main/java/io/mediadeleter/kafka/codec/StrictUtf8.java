package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;

/** Turns bytes into text by UTF-8 alone: nothing is replaced, and no other encoding is guessed. */
final class StrictUtf8 {

    private static final String WANTED = "; expected UTF-8 without a byte order mark";

    private StrictUtf8() {}

    /**
     * The text of {@code bytes}, at the front of a buffer with an array.
     *
     * @throws MalformedRequest if they are not UTF-8, or begin with a byte order mark
     */
    static CharBuffer decode(byte[] bytes) throws MalformedRequest {
        refuseOtherEncodings(bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length); // never more chars than bytes
        boolean failed = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true)
                .isError();
        if (failed) {
            throw new MalformedRequest(
                    Defect.INVALID_UTF8,
                    String.format("the byte at position %d (0x%02X) is not valid UTF-8", in.position(), in.get())
                            + WANTED);
        }
        return out.flip();
    }

    /** JSON text holds no byte 0, so one among the first four comes from wider characters. */
    private static void refuseOtherEncodings(byte[] bytes) throws MalformedRequest {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw new MalformedRequest(
                    Defect.INVALID_UTF8, "the value begins with a byte order mark (EF BB BF)" + WANTED);
        }
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                throw new MalformedRequest(
                        Defect.INVALID_UTF8, "the byte at position " + i + " is 0, as in UTF-16 or UTF-32" + WANTED);
            }
        }
    }
}
