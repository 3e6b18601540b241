package io.mediadeleter.control.holds;

import io.mediadeleter.control.Selector;
import org.jspecify.annotations.Nullable;

/**
 * As how many holds a hold counts: one for each {@value #BYTES} bytes of memory that it takes. Nearly every hold counts once, and
 * takes less than half of that where the one before has the same reason; but whoever may write holds may give each an id of four
 * kilobytes. Pure.
 */
public final class HoldWeight {

    /** Of memory, for each that a hold counts. */
    public static final int BYTES = 512;

    /** A place in the table, what is kept beside the texts, and a place among the ends. */
    private static final int ENTRY = 112;

    /** A pause is kept twice, and as objects. */
    private static final int PAUSE = 200;

    /** A text's, beside its characters. */
    private static final int TEXT = 48;

    private static final int LATIN_1 = 255;

    private HoldWeight() {}

    /** That of one whose reason and author another has, too: of all but the first of a file. */
    public static int shared(Selector selector) {
        return of(selector.toString(), selector.isPause(), null, null);
    }

    /**
     * That of any.
     *
     * @param reason null where another hold has it, too
     * @param by null where another hold has it, too, or there is none
     */
    public static int of(Selector selector, @Nullable String reason, @Nullable String by) {
        return of(selector.toString(), selector.isPause(), reason, by);
    }

    /** The same; a start asks for as many as there are holds. */
    static int of(String key, boolean isPause, @Nullable String reason, @Nullable String by) {
        long bytes = ENTRY + bytes(key) + bytes(reason) + bytes(by) + (isPause ? PAUSE + bytes(key) : 0);
        return Math.toIntExact((bytes + BYTES - 1) / BYTES);
    }

    /** As Java keeps it: in a byte for each character as long as one holds all of them, and else in two. */
    private static long bytes(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > LATIN_1) {
                return TEXT + 2L * length;
            }
        }
        return TEXT + (long) length;
    }
}
