package io.mediadeleter.cli.check;

import java.util.Locale;

/** What came of looking at one thing. */
enum Verdict {
    OK,
    /** Possible, and yet hardly meant. */
    WARNING,
    WRONG,
    /** Not looked at, because something else has to be mended first. */
    SKIPPED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
