package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.HistoryReader;
import io.mediadeleter.deadletter.MediaExtractor;
import io.mediadeleter.deadletter.OriginHistory;
import io.mediadeleter.kafka.client.KafkaFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for requests that were given up. */
@Command(
        name = "dead-letters",
        description = "List, show, replay or discard the requests that were given up.",
        footer = {
            "",
            "A dead letter is unresolved until it is replayed or discarded. Replays go to a topic of their own, which gets"
                    + " at least one call in forty while live requests wait, and a share of what those leave.",
            "",
            "Examples:",
            "  media-deleter dead-letters list --since 2h",
            "  media-deleter dead-letters show media-delete-requested/3/4711",
            "  media-deleter dead-letters replay --fault TRANSIENT --dry-run",
            "  media-deleter dead-letters discard --fault MALFORMED --until 30d"
        })
public final class DeadLettersCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private DeadLettersCommand() {}

    /** The command with its subcommands. */
    public static CommandLine with(ProcessContext context) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new ListCommand(context.settings()))
                .addSubcommand(new ShowCommand(context.settings()))
                .addSubcommand(new ReplayCommand(context))
                .addSubcommand(new DiscardCommand(context));
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing a command: list, show, replay or discard");
    }

    static MediaExtractor extractor(Settings settings) {
        return new MediaExtractor(settings.requestRules().defaultSubAppId());
    }

    /** For commands that only look, and do so without it, too. To be read after the letters' extent is fixed. */
    static OriginHistory history(Settings settings) {
        try {
            return HistoryReader.read(settings.kafka(), settings.topics());
        } catch (KafkaFailure failed) {
            return OriginHistory.unread(settings.topics().requested(), String.valueOf(failed.getMessage()));
        }
    }
}
