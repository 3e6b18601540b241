package io.mediadeleter.text;

/** Cuts text from outside to a length that logs and headers can carry, on one line, and terminals show as it is. */
public final class Excerpt {

    private static final String CUT = "…";

    private Excerpt() {}

    /** At most {@code max} chars of {@code text}, with {@code …} where more followed; {@link Printable}. */
    public static String of(String text, int max) {
        int end = Math.min(text.length(), max + 1);
        StringBuilder shown = new StringBuilder(end);
        for (int i = 0; i < end && shown.length() <= max; ) {
            int codePoint = text.codePointAt(i);
            Printable.append(shown, codePoint);
            i += Character.charCount(codePoint);
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
}
