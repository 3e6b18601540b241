package io.mediadeleter.cli;

import io.mediadeleter.text.Printable;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What many people try first: the same as --help. */
@Command(name = "help", description = "Show the help of a command, or this one.")
final class HelpCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", description = "Such as request, or dead-letters replay.")
    private List<String> words = List.of();

    @Override
    public void run() {
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                throw new ParameterException(command, "There is no command " + Printable.of(word));
            }
            command = next;
        }
        command.usage(spec.commandLine().getOut());
    }
}
