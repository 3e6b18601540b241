package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.deadletter.SubAppChoice;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Resolves letters without doing what they ask for. */
@Command(
        name = "discard",
        description = "Discard dead letters permanently: their requests will never be processed.",
        footer = {
            "",
            "Only a tombstone is written. There is no way back: to keep a copy, save first what"
                    + " `dead-letters show --format json` prints.",
            "",
            "Examples:",
            "  media-deleter dead-letters discard --fault MALFORMED --until 30d --dry-run",
            "  media-deleter dead-letters discard media-delete-requested/3/4711"
        })
final class DiscardCommand implements Callable<Integer> {

    /** Only writes; nothing calls the API for it. */
    private static final int PER_SECOND = 100_000;

    private final ProcessContext context;

    @Mixin
    private final ChangeOptions options = new ChangeOptions();

    DiscardCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        int maxReplays = options.maxReplays == null ? Integer.MAX_VALUE : options.maxReplays;
        return new BulkChange(Change.DISCARD, options, context)
                .run(context.settings().get(), maxReplays, PER_SECOND, new SubAppChoice(null, null));
    }
}
