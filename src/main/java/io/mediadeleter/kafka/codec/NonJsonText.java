package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Text that is no JSON, and JSON that was encoded once more. */
final class NonJsonText {

    /** So much of the value tells what it is. */
    private static final int LOOKED_AT = 4096;

    private static final Map<Pattern, String> BY_FORM = new LinkedHashMap<>();

    static {
        know("<[?!]?[A-Za-z].*", "XML or HTML");
        know("%7[Bb].*", "JSON that was URL-encoded");
        // possessive: else each pair takes a part of the stack, and a few kilobytes of them all of it
        know("[\\w.-]+=[^&\\s{}]*+(&[\\w.-]+=[^&\\s{}]*+)*+", "form data");
        know("(---\\s|(eventId|fileId)\\s*:).*", "YAML");
        know("[\\w.$]*[\\[({]\\w+=.*", "a Java object as it is printed");
        know("\\[object Object\\]|\\[B@[0-9a-f]+|[\\w.$]+@[0-9a-f]+", "the name of an object in place of its content");
        know("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*", "a signed token (JWT)");
        know("(eventId|fileId)[,;\\t].*", "CSV");
    }

    private NonJsonText() {}

    static Optional<String> of(byte[] value) {
        String text = new String(value, 0, Math.min(LOOKED_AT, value.length), ISO_8859_1).strip();
        return BY_FORM.entrySet().stream()
                .filter(known -> known.getKey().matcher(text).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> encoded(text));
    }

    /** What JSON text was encoded as, if it was. */
    static Optional<String> encoded(String text) {
        if (decodes(text, Base64.getDecoder()::decode) || decodes(text, Base64.getUrlDecoder()::decode)) {
            return Optional.of("JSON that was encoded as base64");
        }
        return decodes(text, HexFormat.of()::parseHex) ? Optional.of("JSON as hexadecimal digits") : Optional.empty();
    }

    private static boolean decodes(String text, Function<String, byte[]> decoder) {
        try {
            String whole = text.length() < LOOKED_AT ? text : text.substring(0, LOOKED_AT - LOOKED_AT % 4);
            String decoded = new String(decoder.apply(whole), ISO_8859_1).strip();
            return decoded.startsWith("{") && decoded.indexOf('"') > 0;
        } catch (IllegalArgumentException otherText) {
            return false;
        }
    }

    private static void know(String form, String name) {
        BY_FORM.put(Pattern.compile(form, Pattern.DOTALL), name);
    }
}
