package io.mediadeleter.kafka.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/**
 * Whether bytes can be JSON in which one of some texts stands. It never misses one: in JSON a text stands as it is, or with an
 * escape, which begins with a backslash; a CloudEvent can also carry its data in base64, and then says so. Immutable.
 */
final class JsonTextMatcher {

    private static final byte[] BASE64 = "data_base64".getBytes(UTF_8);

    private final List<byte[]> texts;

    JsonTextMatcher(Collection<String> texts) {
        this.texts = texts.stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    boolean mayBeIn(ByteBuffer bytes) {
        int end = bytes.limit();
        for (int at = bytes.position(); at < end; at++) {
            byte here = bytes.get(at);
            if (here == '\\' || (here == 'd' && isAt(bytes, at, BASE64))) {
                return true;
            }
            for (int i = 0; i < texts.size(); i++) {
                byte[] text = texts.get(i);
                if (text.length == 0 || (here == text[0] && isAt(bytes, at, text))) {
                    return true;
                }
            }
        }
        // JSON in UTF-16 or UTF-32, which is no valid request, has bytes that are 0.
        return bytes.remaining() > 1
                && (bytes.get(bytes.position()) == 0
                        || bytes.get(bytes.position() + 1) == 0
                        || bytes.get(bytes.position()) == (byte) 0xFE
                        || bytes.get(bytes.position()) == (byte) 0xFF);
    }

    private static boolean isAt(ByteBuffer bytes, int at, byte[] text) {
        if (bytes.limit() - at < text.length) {
            return false;
        }
        for (int i = 1; i < text.length; i++) {
            if (bytes.get(at + i) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
