package io.mediadeleter.cli;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.text.LostCharacters;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Refuses arguments of which characters are lost: a request would be published with a wrong name for good, and a hold or a look
 * for one would be for another id than was written. But {@code pause} stops deletion all the same, since what it is given is for
 * people to read.
 *
 * @param next runs the command
 */
record ReadableArguments(IExecutionStrategy next) implements IExecutionStrategy {

    private static final String PAUSE = "pause";

    @Override
    public int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (!command.getCommandName().equals(PAUSE)) {
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
