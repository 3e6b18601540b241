package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.text.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The words of {@code --fault}: kinds, which are known, and codes, which are not. */
final class FaultWords {

    private static final int SLIPS = 3;

    /** Codes are written in mixed case, often with a dot; kinds in capitals, as the list shows them. */
    private static final Pattern KIND_LIKE = Pattern.compile("[A-Z_]+");

    private FaultWords() {}

    /** The kinds that a dead letter can have, for help and completion. */
    static final class Kinds implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(FaultKind.values())
                    .filter(FaultKind::isOfDeadLetter)
                    .map(FaultKind::name)
                    .iterator();
        }
    }

    /** @throws ParameterException when it is meant for a kind, and there is none of this name */
    static void check(String word, CommandLine command) {
        List<String> kinds = kinds();
        String upper = word.toUpperCase(Locale.ROOT);
        if (word.isBlank()) {
            throw new ParameterException(command, "--fault is empty");
        }
        if (kinds.contains(upper)) {
            return;
        }
        Optional<String> near = Suggestion.nearest(upper, kinds, Math.min(SLIPS, word.length() / 3));
        if (KIND_LIKE.matcher(word).matches() || near.isPresent()) {
            throw new ParameterException(
                    command,
                    "There is no kind of fault '" + Wording.cell(word) + "'"
                            + near.map(kind -> "; did you mean " + kind + "?")
                                    .orElse("; the kinds are " + String.join(", ", kinds)
                                            + ", and codes are written as InternalError or 'AuthFailure.*'"));
        }
    }

    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>(
                Arrays.stream(FaultKind.values()).map(FaultKind::name).toList());
        kinds.add(DeadLetter.UNKNOWN);
        return kinds;
    }
}
