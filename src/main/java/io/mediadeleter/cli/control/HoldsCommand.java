package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.ProcessContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for requests that must not be acted on. */
@Command(
        name = "holds",
        description = "Add, list or remove holds: requests that they name are not called.",
        footer = {
            "",
            "A request that a hold names becomes a dead letter of the kind HELD when its turn comes; no call is made for it."
                    + " Removing the hold does not bring it back: `dead-letters replay --hold` does. To stop everything,"
                    + " use `pause`.",
            "",
            "Examples:",
            "  media-deleter holds add media:7447398156998994860 --reason \"legal case 12\"",
            "  media-deleter holds add --file selectors.txt --reason \"wrong export\" --for 7d",
            "  media-deleter holds list",
            "  media-deleter holds remove media:7447398156998994860"
        })
public final class HoldsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private HoldsCommand() {}

    /** The command with its subcommands. */
    public static CommandLine with(ProcessContext context) {
        return new CommandLine(new HoldsCommand())
                .addSubcommand(new HoldsAddCommand(context))
                .addSubcommand(new HoldsListCommand(context))
                .addSubcommand(new HoldsRemoveCommand(context));
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing a command: add, list or remove");
    }
}
