package io.mediadeleter.cli.console;

import io.mediadeleter.text.Printable;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * What may be a slip in a text that is compared exactly, such as an id: what a copy brings along and nobody sees. A publisher may use
 * such an id all the same. Stateless.
 */
public final class ExactText {

    /** As wide as a character, and usual between names. */
    private static final int IDEOGRAPHIC_SPACE = 0x3000;

    private ExactText() {}

    /** What of the text is not seen, as in "ends in a blank"; empty when all of it is. */
    public static Optional<String> unseen(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int first = text.codePointAt(0);
        int last = text.codePointBefore(text.length());
        if (isBlank(first)) {
            return Optional.of("begins with " + named(first));
        }
        if (isBlank(last)) {
            return Optional.of("ends in " + named(last));
        }
        OptionalInt inner = text.codePoints()
                .filter(each -> isBlank(each) && each != ' ' && each != IDEOGRAPHIC_SPACE)
                .findFirst();
        return inner.isPresent() ? Optional.of("has " + named(inner.getAsInt()) + " in it") : Optional.empty();
    }

    /**
     * Says so on standard error, where the text is looked for or published as it is.
     *
     * @param text null where the option is not given
     */
    public static void note(String option, @Nullable String text, CommandLine command) {
        Optional.ofNullable(text)
                .flatMap(ExactText::unseen)
                .ifPresent(unseen ->
                        command.getErr().println("Note: " + option + " " + unseen + ", and ids are compared exactly."));
    }

    private static boolean isBlank(int codePoint) {
        return Character.isSpaceChar(codePoint) || Printable.isUnseen(codePoint);
    }

    private static String named(int codePoint) {
        return codePoint == ' ' ? "a blank" : String.format("U+%04X (%s)", codePoint, name(codePoint));
    }

    private static String name(int codePoint) {
        return Optional.ofNullable(Character.getName(codePoint))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .orElse("unnamed");
    }
}
