package io.mediadeleter.kafka.codec;

/** Cuts text from outside to a length that logs and headers can carry, on one line, and terminals show as it is. */
public final class Excerpt {

    private static final String CUT = "…";

    private Excerpt() {}

    /** At most {@code max} chars of {@code text}, with {@code …} where more followed and control and format characters escaped. */
    public static String of(String text, int max) {
        int end = Math.min(text.length(), max + 1);
        StringBuilder shown = new StringBuilder(end);
        for (int i = 0; i < end && shown.length() <= max; i++) {
            append(shown, text.charAt(i));
        }
        if (shown.length() <= max) {
            return shown.toString();
        }
        shown.setLength(max - CUT.length());
        if (!shown.isEmpty() && Character.isHighSurrogate(shown.charAt(shown.length() - 1))) {
            shown.setLength(shown.length() - 1);
        }
        return shown.append(CUT).toString();
    }

    private static void append(StringBuilder shown, char c) {
        if (isUnseen(c)) {
            shown.append(String.format("\\u%04x", (int) c));
        } else {
            shown.append(c);
        }
    }

    /** Characters that move the cursor, end the line or turn the direction of what is shown. */
    private static boolean isUnseen(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || Character.getType(c) == Character.FORMAT;
    }
}
