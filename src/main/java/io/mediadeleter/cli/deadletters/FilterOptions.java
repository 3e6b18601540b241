package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.TimeExpression;
import io.mediadeleter.deadletter.DeadLetterFilter;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which dead letters are meant; the same for all commands. */
final class FilterOptions {

    @Option(
            names = "--fault",
            paramLabel = "KIND_OR_CODE",
            description =
                    "Only those of this kind of fault (${COMPLETION-CANDIDATES}), of this code, or of this family of"
                            + " codes, as 'AuthFailure.*'. May be given again for more.",
            completionCandidates = FaultWords.Kinds.class)
    private Set<String> faults = Set.of();

    @Option(
            names = "--hold",
            paramLabel = "KEY",
            description = "Only those that are HELD by this hold, such as media:7447398156998994860. May be given again"
                    + " for more.")
    private Set<String> holds = Set.of();

    @Option(
            names = "--file-id",
            paramLabel = "ID",
            description = "Only those for this media. May be given again for more.")
    private Set<String> fileIds = Set.of();

    @Option(
            names = "--sub-app-id",
            paramLabel = "N",
            description = "Only those for this sub-application. May be given again for more.")
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
}
