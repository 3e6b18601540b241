package io.mediadeleter.config;

import io.mediadeleter.text.Printable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings cannot be used; the message lists everything that is wrong with them, one line each. */
public final class InvalidSettings extends RuntimeException {

    private final transient List<String> problems;

    InvalidSettings(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "  " + problem)
                .collect(Collectors.joining("\n", heading(problems.size()) + "\n", "")));
        this.problems = problems.stream().map(Problem::toString).toList();
    }

    /** What is wrong, a line for each: the setting, its source and what to do. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    private static String heading(int count) {
        return count == 1 ? "1 setting is wrong:" : count + " settings are wrong:";
    }

    /**
     * One thing that is wrong with the settings.
     *
     * @param setting the name as its source spells it
     * @param source where the value comes from
     * @param shown the value, masked where it may be a secret; null where it must not or need not be shown
     * @param remedy what to do, as a sentence without its full stop
     */
    record Problem(String setting, String source, @Nullable String shown, String remedy) {

        /** One line, whatever the value holds. */
        @Override
        public String toString() {
            String value = shown == null ? "" : " = \"" + shown + "\"";
            return Printable.of(setting + value + " (" + source + "): " + remedy);
        }
    }
}
