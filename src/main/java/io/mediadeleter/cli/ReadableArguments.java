package io.mediadeleter.cli;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.text.LostCharacters;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Refuses arguments of which characters are lost: a request would be published with a wrong name for good, and a look for one would be
 * for another id than was written. But {@code pause} and {@code holds add} stop deletion all the same, since a reason is for people to
 * read; selectors are looked at where they are taken. In a UTF-8 locale an id may have U+FFFD in earnest, and be looked for.
 *
 * @param next runs the command
 */
record ReadableArguments(IExecutionStrategy next) implements IExecutionStrategy {

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
        boolean isMeantPerhaps =
                LostCharacters.isReadable() && !command.getCommandName().equals(PUBLISH);
        if (!STOP.contains(command.getCommandName()) && !isMeantPerhaps) {
            refuse(parsed.originalArgs(), command);
        }
        return next.execute(parsed);
    }

    private static void refuse(List<String> arguments, CommandLine command) {
        for (int i = 0; i < arguments.size(); i++) {
            if (LostCharacters.areIn(arguments.get(i))) {
                throw new ParameterException(
                        command,
                        "Argument " + (i + 1) + ", '" + Wording.cell(arguments.get(i)) + "', " + LostCharacters.remedy()
                                + ". Nothing was done");
            }
        }
    }
}
