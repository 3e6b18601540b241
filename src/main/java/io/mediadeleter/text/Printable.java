package io.mediadeleter.text;

/**
 * Text from outside, made fit to be shown: on one line, in the order in which it was written, and in charsets that hold no
 * half characters. What a terminal, an editor or {@code grep} would act on instead of showing it is written as a JSON
 * escape, {@code \}{@code u001b}: control characters, the separators of lines and paragraphs, format characters (those that
 * turn the direction of writing, joiners, the byte order mark) and surrogates without their other half. Pure.
 */
public final class Printable {

    private Printable() {}

    /** The text, with what cannot be seen escaped. */
    public static String of(String text) {
        return isPlain(text, false) ? text : escaped(text, false);
    }

    /** The text as it stands between quotes: also with {@code "} and {@code \} escaped, so that it cannot end there. */
    public static String quotable(String text) {
        return isPlain(text, true) ? text : escaped(text, true);
    }

    /**
     * The text, so that whoever copies it has the same text again: as it is, or as a JSON string with its quotes, where something of it
     * is not seen.
     */
    public static String copyable(String text) {
        boolean isSeen = isPlain(text, false) && !text.startsWith("\"") && !endsInBlank(text);
        return isSeen ? text : "\"" + quotable(text) + "\"";
    }

    private static boolean endsInBlank(String text) {
        return !text.isEmpty() && Character.isSpaceChar(text.codePointBefore(text.length()));
    }

    /**
     * Several lines of which each is made printable; for texts whose line ends and tabs are this program's own. JSON stays the
     * same JSON.
     */
    public static String lines(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(each -> {
            if (each == '\n' || each == '\t') {
                shown.appendCodePoint(each);
            } else {
                append(shown, each);
            }
        });
        return shown.toString();
    }

    /** Adds one code point, escaped if need be. */
    public static void append(StringBuilder shown, int codePoint) {
        if (isUnseen(codePoint)) {
            for (char half : Character.toChars(codePoint)) {
                shown.append(String.format("\\u%04x", (int) half));
            }
        } else {
            shown.appendCodePoint(codePoint);
        }
    }

    /** Each line of the log asks it several times: it makes no objects. */
    private static boolean isPlain(String text, boolean isQuoted) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int each = text.codePointAt(at);
            if (isUnseen(each) || (isQuoted && isQuoteOrBackslash(each))) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text, boolean isQuoted) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(each -> {
            if (isQuoted && isQuoteOrBackslash(each)) {
                shown.append('\\');
            }
            append(shown, each);
        });
        return shown.toString();
    }

    private static boolean isQuoteOrBackslash(int codePoint) {
        return codePoint == '"' || codePoint == '\\';
    }

    /** Whether it is one of those that are escaped. */
    public static boolean isUnseen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
