package io.mediadeleter.config;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used; the message lists everything that is wrong with them, one line each. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

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
}
