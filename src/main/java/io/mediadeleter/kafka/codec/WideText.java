package io.mediadeleter.kafka.codec;

/** Tells text in UTF-16 or UTF-32 from other bytes with zeros: it begins as JSON does, each character two or four bytes wide. */
final class WideText {

    private static final String BEGINNINGS = "{[\" \t\r\n";

    private WideText() {}

    static boolean is(byte[] value) {
        return begins(value, 0, 4, 3) || begins(value, 0, 4, 0) || begins(value, 0, 2, 1) || begins(value, 0, 2, 0);
    }

    /** Whether the first two characters of that width are ASCII, and the first is one that JSON may begin with. */
    private static boolean begins(byte[] value, int from, int width, int place) {
        if (value.length < from + 2 * width || BEGINNINGS.indexOf(value[from + place]) < 0) {
            return false;
        }
        for (int i = 0; i < 2 * width; i++) {
            boolean isPlace = i % width == place;
            if (isPlace != (value[from + i] > 0)) {
                return false;
            }
        }
        return true;
    }
}
