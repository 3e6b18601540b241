package io.mediadeleter.app.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used; the message lists everything that is wrong with them, one line each. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidSettings(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "  " + problem)
                .collect(Collectors.joining("\n", heading(problems.size()) + "\n", "")));
    }

    private static String heading(int count) {
        return count == 1 ? "1 setting is wrong:" : count + " settings are wrong:";
    }
}
