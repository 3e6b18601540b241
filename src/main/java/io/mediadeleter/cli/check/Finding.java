package io.mediadeleter.cli.check;

import io.mediadeleter.text.Printable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the check command's report.
 *
 * @param check that found it
 * @param what was found; never a secret
 * @param remedy what to do; null where nothing is to be done
 */
record Finding(
        String check,
        Verdict verdict,
        String what,
        @Nullable String remedy) {

    static Finding ok(String check, String what) {
        return new Finding(check, Verdict.OK, what, null);
    }

    static Finding warning(String check, String what) {
        return new Finding(check, Verdict.WARNING, what, null);
    }

    static Finding wrong(String check, String what, @Nullable String remedy) {
        return new Finding(check, Verdict.WRONG, what, remedy);
    }

    static Finding skipped(String check, String needs) {
        return new Finding(check, Verdict.SKIPPED, "not checked: needs " + needs, null);
    }

    /** Whether what needs this check cannot be looked at. */
    boolean isUnsound() {
        return verdict == Verdict.WRONG || verdict == Verdict.SKIPPED;
    }

    /** One line. */
    @Override
    public String toString() {
        String text = remedy == null ? what : what + "; " + remedy;
        return "%-8s%-12s%s".formatted(verdict.word(), check, Printable.of(text.replaceAll("\\s+", " ")));
    }

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
}
