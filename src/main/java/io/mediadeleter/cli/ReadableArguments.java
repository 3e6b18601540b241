package io.mediadeleter.cli;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.text.LostCharacters;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Refuses arguments of which characters are lost: a request would be published with a wrong name for good, and a look for one would be
 * for another id than was written. But {@code pause} and {@code holds add} stop deletion all the same, since a reason is for people to
 * read; selectors are looked at where they are taken. In a UTF-8 locale an id may have U+FFFD in earnest: it is looked for, with a note,
 * as bytes of another charset read the same.
 *
 * @param next runs the command
 * @param isUtf8 whether the process's locale is
 */
record ReadableArguments(IExecutionStrategy next, boolean isUtf8) implements IExecutionStrategy {

    /** What they are given is for people to read, or looked at by themselves. */
    private static final Set<String> STOP = Set.of("pause", "add");

    private static final String PUBLISH = "request";

    @Override
    public int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        String name = command.getCommandName();
        if (!STOP.contains(name)) {
            lost(parsed.originalArgs()).ifPresent(lost -> {
                if (!isUtf8 || name.equals(PUBLISH)) {
                    throw new ParameterException(command, lost + ". Nothing was done");
                }
                command.getErr().println("Note: " + lost + ".");
            });
        }
        return next.execute(parsed);
    }

    /** What is lost, and why, of the first such argument. */
    private static Optional<String> lost(List<String> arguments) {
        return IntStream.range(0, arguments.size())
                .filter(i -> LostCharacters.areIn(arguments.get(i)))
                .mapToObj(i -> "Argument " + (i + 1) + ", '" + Wording.cell(arguments.get(i)) + "', "
                        + LostCharacters.remedy())
                .findFirst();
    }
}
