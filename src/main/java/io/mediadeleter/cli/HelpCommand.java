package io.mediadeleter.cli;

import io.mediadeleter.text.Printable;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What many people try first: the same as --help, of the command that it stands behind. */
@Command(name = "help", description = "Show the help of a command.")
final class HelpCommand implements Runnable {

    /** Beside the commands of this one and of each that has some; the help shows it at the top alone. */
    static void addTo(CommandLine command) {
        command.getSubcommands().values().stream()
                .filter(each -> !each.getSubcommands().isEmpty())
                .forEach(each -> {
                    CommandLine help = new CommandLine(new HelpCommand());
                    help.getCommandSpec().usageMessage().hidden(true);
                    each.addSubcommand(help);
                });
        command.addSubcommand(new HelpCommand());
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", description = "Such as request, or dead-letters replay.")
    private List<String> words = List.of();

    @Override
    public void run() {
        CommandLine command = spec.parent().commandLine();
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
