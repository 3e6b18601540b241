package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.SubAppChoice;
import io.mediadeleter.event.SubApp;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Sends requests that were given up back to the service. */
@Command(
        name = "replay",
        description = "Send requests that were given up back to the service.",
        footer = {
            "",
            "The request's own bytes, key and headers go to the replay topic, and its dead letter is resolved, both"
                    + " in one transaction. One that fails again becomes a dead letter again; those that did so"
                    + " --max-replays times are always skipped. MALFORMED, HELD and EXPIRED ones, and those of an unknown"
                    + " kind, are skipped unless selected by --fault, --hold or origin. The age of a request counts anew from its"
                    + " replay.",
            "",
            "Ctrl-C ends it after the current transaction. After that, or after kill -9, the same command goes on:"
                    + " nothing is sent twice and nothing is lost. Run only one at a time: a second one fences the"
                    + " first.",
            "",
            "Examples:",
            "  media-deleter dead-letters replay --fault TRANSIENT --since 1d --dry-run",
            "  media-deleter dead-letters replay --fault TRANSIENT --since 1d --rate 20",
            "  media-deleter dead-letters replay media-delete-requested/3/4711 --yes",
            "  media-deleter dead-letters replay --fault ABSENT --call-in 1500000002",
            "  media-deleter dead-letters replay --all"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final int DEFAULT_MAX_REPLAYS = 3;

    private final ProcessContext context;

    @Mixin
    private final ChangeOptions options = new ChangeOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Send at most N a second. Default: media-deleter.quota.per-second; what is sent faster than the"
                            + " quota allows can no longer be stopped.")
    private @Nullable Integer rate;

    @Option(
            names = "--call-in",
            paramLabel = "N",
            description =
                    "Call requests that name no sub-application in this one: the one that they were given up for, or"
                            + " today's media-deleter.vod.default-sub-app-id; `own` is the account's own. Needed where the two"
                            + " differ, and all others are skipped then.")
    private @Nullable String callIn;

    ReplayCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (rate != null && rate < 1) {
            throw new ParameterException(options.command(), "--rate is 1 or more, not " + rate);
        }
        Settings settings = context.settings().get();
        int maxReplays = options.maxReplays == null ? DEFAULT_MAX_REPLAYS : options.maxReplays;
        SubAppChoice subApps =
                new SubAppChoice(settings.requestRules().defaultSubAppId(), callIn == null ? null : subApp(callIn));
        return new BulkChange(Change.REPLAY, options, context)
                .run(settings, maxReplays, rate == null ? settings.quotaPerSecond() : rate, subApps);
    }

    private SubApp subApp(String text) {
        return SubApp.parse(text)
                .orElseThrow(() -> new ParameterException(
                        options.command(),
                        "--call-in is the number of a sub-application or `own`, not '" + Wording.cell(text) + "'"));
    }
}
