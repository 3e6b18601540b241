package io.mediadeleter.cli;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.text.LostCharacters;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Refuses arguments of which characters are lost: they would be written to Kafka for good, and a look for one would be for another id than
 * was written. Only {@code pause} stops deletion all the same, since what it is given is for people to read. An id may have U+FFFD
 * in earnest: it is looked for, with a note.
 *
 * @param next runs the command
 * @param isLost whether the argument of this number, counted from 0, could not be read
 */
record ReadableArguments(IExecutionStrategy next, IntPredicate isLost) implements IExecutionStrategy {

    private static final String STOP = "pause";

    /** What these are given is written as it is. */
    private static final Set<String> WRITING = Set.of("request", "add", "set");

    @Override
    public int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        String name = command.getCommandName();
        List<String> arguments = parsed.originalArgs();
        Optional<String> lost = first(arguments, isLost);
        Optional<String> odd = lost.or(() -> first(arguments, i -> LostCharacters.areIn(arguments.get(i))));
        odd.ifPresent(what -> {
            if (!name.equals(STOP) && (lost.isPresent() || WRITING.contains(name))) {
                throw new ParameterException(command, what + ". Nothing was done");
            }
            command.getErr().println("Note: " + what + ".");
        });
        return next.execute(parsed);
    }

    /** The first such argument, and what is wrong with it. */
    private static Optional<String> first(List<String> arguments, IntPredicate isSo) {
        return IntStream.range(0, arguments.size())
                .filter(isSo)
                .mapToObj(i -> "Argument " + (i + 1) + ", '" + Wording.cell(arguments.get(i)) + "', "
                        + (LostCharacters.areIn(arguments.get(i)) ? LostCharacters.remedy() : "is not UTF-8"))
                .findFirst();
    }
}
