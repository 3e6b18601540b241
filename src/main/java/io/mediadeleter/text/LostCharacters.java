package io.mediadeleter.text;

/**
 * Characters of arguments and variables that Java could not read: it reads them in the charset of the process's locale, which is
 * US-ASCII where there is none, and has U+FFFD in their place. Stateless.
 */
public final class LostCharacters {

    private static final String REPLACEMENT = "\uFFFD";

    private LostCharacters() {}

    /** Whether some of the text is lost. */
    public static boolean areIn(String text) {
        return text.contains(REPLACEMENT);
    }

    /** Whether the process's locale has all characters: what is lost then was so before, or it is not UTF-8. */
    public static boolean isReadable() {
        return isUtf8(charset());
    }

    /** Why, and what to do, as what follows "it": for what came from the system as it started the process. */
    public static String remedy() {
        return remedy(charset());
    }

    /** The name of the charset of the process's locale; that of US-ASCII where there is none. */
    public static String charset() {
        return System.getProperty("sun.jnu.encoding", "US-ASCII");
    }

    private static boolean isUtf8(String charset) {
        return charset.equalsIgnoreCase("UTF-8");
    }

    static String remedy(String charset) {
        return isUtf8(charset)
                ? "has U+FFFD in it: it is not UTF-8, or characters were lost before"
                : "cannot be read in this process's locale (" + charset + "): set LC_ALL=C.UTF-8";
    }
}
