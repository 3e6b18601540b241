package io.mediadeleter.cli.offsets;

import io.mediadeleter.cli.console.ProcessContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for where the group reads. */
@Command(
        name = "offsets",
        description = "Decide where the group begins to read partitions that it has no offset for.",
        footer = {
            "",
            "Examples:",
            "  media-deleter check                                     how many requests lie there",
            "  media-deleter offsets set 2026-11-20T08:00:00Z",
        })
public final class OffsetsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private OffsetsCommand() {}

    /** The command with its subcommands. */
    public static CommandLine with(ProcessContext context) {
        return new CommandLine(new OffsetsCommand()).addSubcommand(new OffsetsSetCommand(context));
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing a command: set");
    }
}
