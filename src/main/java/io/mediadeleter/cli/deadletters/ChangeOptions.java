package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.OutputFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that replay and discard share. */
final class ChangeOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    final FilterOptions filters = new FilterOptions();

    @Mixin
    final OutputFormat.Choice format = new OutputFormat.Choice();

    @Option(names = "--all", description = "All dead letters; needed when nothing else says which.")
    boolean all;

    @Option(
            names = "--max-replays",
            paramLabel = "N",
            description = "Skip those that were replayed N times already. Default: 3 for replay, no limit for discard.")
    @Nullable
    Integer maxReplays;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    boolean dryRun;

    /** Once for each time that it is given: whoever adds it to a printed command that has it means the same. */
    @Option(names = "--yes", description = "Do not ask. Needed where there is no terminal.")
    private boolean[] yes = {};

    @Parameters(paramLabel = "ORIGIN", description = "Only these: TOPIC/PARTITION/OFFSET, as the list names them.")
    Set<String> names = Set.of();

    /** Nobody needs to be asked. */
    boolean isAgreed() {
        return yes.length > 0;
    }

    /** The command that has these options. */
    CommandLine command() {
        return spec.commandLine();
    }
}
