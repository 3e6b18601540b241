package io.mediadeleter.cli.request;

import io.mediadeleter.cli.console.DurationOption;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether to wait for what becomes of the requests, for how long, and where to write it. */
final class WaitOptions {

    @Option(names = "--wait", description = "Wait until every request has a result or a dead letter. Needs --report.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Limit.class,
            description = "Stop waiting after this time, such as 30m or 2h. Run the same command again to go on.")
    private @Nullable Duration timeout;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Where to write what became of each request, one row each: JSON lines, or CSV if the name ends in"
                            + " .csv. Run again with the same file, the command goes on waiting and publishes nothing twice.")
    private @Nullable Path report;

    /** The file to report to; null when nobody waits. */
    @Nullable
    Path report() {
        return report;
    }

    /** How long to wait at most; null for as long as it takes. */
    @Nullable
    Duration timeout() {
        return timeout;
    }

    /**
     * Refuses one without the other.
     *
     * @throws ParameterException naming the option
     */
    void check(CommandLine command) {
        if (wait && report == null) {
            throw new ParameterException(
                    command, "--wait needs --report FILE: from what lies beside it, an interrupted wait goes on");
        }
        if (report != null && report.toString().isEmpty()) {
            throw new ParameterException(command, "--report names no file");
        }
        if (!wait && (report != null || timeout != null)) {
            throw new ParameterException(
                    command, (report != null ? "--report" : "--timeout") + " is for --wait: add --wait");
        }
    }

    static final class Limit extends DurationOption {

        Limit() {
            super(Duration.ofSeconds(1), Duration.ofDays(365));
        }
    }
}
