package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.CopiedText;
import io.mediadeleter.cli.console.ExactText;
import io.mediadeleter.cli.console.TimeExpression;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.DeadLetterFilter;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.text.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Which dead letters are meant; the same for all commands. */
final class FilterOptions {

    @Option(
            names = "--fault",
            paramLabel = "KIND_OR_CODE",
            description =
                    "Only those of this kind of fault (${COMPLETION-CANDIDATES}), of this code, or of this family of"
                            + " codes, as 'AuthFailure.*'. May be repeated.",
            completionCandidates = FaultWords.Kinds.class)
    private Set<String> faults = Set.of();

    @Option(
            names = "--hold",
            paramLabel = "KEY",
            converter = HoldKey.class,
            description = "Only those that are HELD by this hold, such as media:7447398156998994860. May be repeated.")
    private Set<String> holds = Set.of();

    @Option(names = "--file-id", paramLabel = "ID", description = "Only those for this media. May be repeated.")
    private Set<String> fileIds = Set.of();

    @Option(
            names = "--sub-app-id",
            paramLabel = "N",
            description = "Only those for this sub-application. May be repeated.")
    private Set<Long> subAppIds = Set.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeExpression.Converter.class,
            description = "Only those given up at this time or later: 2026-11-25T09:00:00Z, or 2h for two hours ago.")
    private @Nullable TimeExpression since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeExpression.Converter.class,
            description = "Only those given up before this time.")
    private @Nullable TimeExpression until;

    /**
     * The filter that the options give.
     *
     * @throws ParameterException when it can mean no letter at all
     */
    DeadLetterFilter filter(Set<String> names, Instant now, CommandLine command) {
        OriginArguments.check(names, command);
        faults.forEach(fault -> FaultWords.check(fault, command));
        refuse(holds.stream().anyMatch(String::isBlank), "--hold is empty", command);
        refuse(fileIds.stream().anyMatch(String::isBlank), "--file-id is empty", command);
        refuse(subAppIds.stream().anyMatch(id -> id < 0), "--sub-app-id is a whole number from 0", command);
        refuse(
                since != null && until != null && !since.at(now).isBefore(until.at(now)),
                "--since is not before --until: no time lies between them",
                command);
        holds.forEach(key -> ExactText.note("--hold", key, command));
        fileIds.forEach(id -> ExactText.note("--file-id", id, command));
        return new DeadLetterFilter(
                faults,
                fileIds,
                subAppIds,
                since == null ? null : since.at(now),
                until == null ? null : until.at(now),
                names,
                holds);
    }

    private static void refuse(boolean isWrong, String message, CommandLine command) {
        if (isWrong) {
            throw new ParameterException(command, message);
        }
    }

    /** Reads a key as commands for holds show it. */
    static final class HoldKey implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            return CopiedText.read(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + Wording.cell(text) + "' begins with a quote and is no JSON string"));
        }
    }

    /** The words of {@code --fault}: kinds, which are known, and codes, which are not. */
    static final class FaultWords {

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
                                                + " (any other), and codes are written as InternalError or"
                                                + " 'AuthFailure.*'"));
            }
        }

        private static List<String> kinds() {
            List<String> kinds = new ArrayList<>(
                    Arrays.stream(FaultKind.values()).map(FaultKind::name).toList());
            kinds.add(DeadLetter.UNKNOWN);
            return kinds;
        }
    }
}
