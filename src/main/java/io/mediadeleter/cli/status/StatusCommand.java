package io.mediadeleter.cli.status;

import io.mediadeleter.cli.console.DurationOption;
import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.config.Settings;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.group.GroupStatus.Level;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.group.GroupGatherer;
import io.mediadeleter.service.GroupWatch;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import io.mediadeleter.time.CancellationToken;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Shows how the whole group is doing. */
@Command(
        name = "status",
        description =
                "Show the whole group in one look: what is wrong and what to do, instances, backlog, dead letters.",
        footer = {
            "",
            "It asks Kafka alone, so it works where no instance can be reached, and when none is running. It changes nothing"
                    + " and writes nothing. Times are UTC. Facts that Kafka does not return in time, or that this"
                    + " client may not read, are listed; everything else is shown.",
            "",
            "Exit codes: 0 the group does its work, 1 something is stopped or could not be found out, 2 usage or configuration"
                    + " error.",
            "",
            "Examples:",
            "  media-deleter status",
            "  media-deleter status --watch",
            "  media-deleter status --format json | jq -r .sentence"
        })
public final class StatusCommand implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    /** Whether something stands still is seen by what was there so long ago. */
    private static final Duration COMPARE_WITH_AGE = Duration.ofMinutes(1);

    private static final String HOME = "\u001b[H";
    private static final String CLEAR = "\u001b[2J";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final ProcessContext process;

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    @Option(
            names = "--watch",
            description =
                    "Look every 2 s until Ctrl-C: on a terminal the table is drawn anew, as JSON there is a line each"
                            + " time.")
    private boolean watch;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = Limit.class,
            description = "How long to wait for Kafka; what has not come by then is named. Default: 10s.")
    @SuppressWarnings("NullAway.Init")
    private Duration timeout;

    public StatusCommand(ProcessContext process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        Settings settings = process.settings().get();
        if (watch && !format.isJson() && !process.terminal().isThere()) {
            throw new ParameterException(
                    format.commandLine(),
                    "--watch draws on a terminal, and there is none: leave it out, or add --format json");
        }
        try (GroupGatherer gatherer = GroupWatch.gatherer(settings, process.time())) {
            return watch ? watch(gatherer, settings.kafka().bootstrapServers()) : once(gatherer, settings);
        } catch (KafkaFailure unreachable) {
            tellUnknown(GroupFacts.unknown(
                    settings.kafka().groupId(),
                    process.time().now(),
                    settings.quotaPerSecond(),
                    String.valueOf(unreachable.getMessage())));
            throw unreachable;
        }
    }

    /** Programs read an object, whatever it says; people one sentence. */
    private void tellUnknown(GroupFacts facts) {
        if (format.isJson()) {
            format.print(GroupJson.of(GroupStatus.of(facts, null)));
        }
    }

    private int once(GroupGatherer gatherer, Settings settings) {
        GroupFacts first = gatherer.look(timeout);
        if (first.isUnknown()) {
            tellUnknown(first);
            throw new CommandFailure("Kafka tells nothing of the group " + first.group() + ". "
                    + first.gaps().get(0).why() + " (" + settings.kafka().bootstrapServers()
                    + "). See: media-deleter check");
        }
        GroupStatus status = compared(first, gatherer);
        PrintWriter out = format.out();
        out.print(shown(status));
        out.flush();
        return status.isGoingOn() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** What is not read between two looks in a row stands still only if it is not a little later either: an instance may have just started. */
    private GroupStatus compared(GroupFacts first, GroupGatherer gatherer) {
        GroupStatus status = GroupStatus.of(first, null);
        if (status.level() == Level.STOPPED || !first.maySomethingStandStill()) {
            return status;
        }
        status = GroupStatus.of(gatherer.lookAgain(first, timeout), first);
        if (status.level() == Level.STOPPED) {
            await(new CancellationToken());
            status = GroupStatus.of(gatherer.look(timeout), first);
        }
        return status;
    }

    private int watch(GroupGatherer gatherer, String brokers) {
        CancellationToken stop = new CancellationToken();
        Thread looking = Thread.currentThread();
        process.onSignal().accept(() -> {
            stop.ask();
            looking.interrupt(); // Kafka may not answer
        });
        PrintWriter out = format.out();
        if (!format.isJson()) {
            out.print(CLEAR + HOME + "Asking " + Printable.of(brokers) + " how the group is doing; that takes at most "
                    + Figures.about(timeout) + ".\n");
            out.flush();
        }
        Deque<GroupFacts> history = new ArrayDeque<>();
        while (!stop.isAsked() && !out.checkError()) {
            GroupFacts facts = gatherer.look(timeout);
            if (stop.isAsked()) {
                break;
            }
            draw(GroupStatus.of(facts, history.peekFirst()), out);
            history.add(facts);
            while (facts.isLaterThan(history.getFirst(), COMPARE_WITH_AGE)) {
                history.removeFirst();
            }
            await(stop);
        }
        return ExitCode.OK;
    }

    private void draw(GroupStatus status, PrintWriter out) {
        out.print(
                format.isJson()
                        ? shown(status)
                        : HOME + fitted(status).replace("\n", CLEAR_REST_OF_LINE + "\n") + CLEAR_BELOW);
        out.flush();
    }

    /** Looked up each time: a window's size changes. */
    private String fitted(GroupStatus status) {
        return process.terminal()
                .size()
                .map(size -> size.fit(GroupTable.of(status, size.columns())))
                .orElseGet(() -> GroupTable.of(status));
    }

    private String shown(GroupStatus status) {
        return format.isJson() ? Printable.of(GroupJson.of(status).toString()) + "\n" : GroupTable.of(status);
    }

    private void await(CancellationToken stop) {
        try {
            process.time().await(stop.signal(), BETWEEN_LOOKS.toNanos());
        } catch (InterruptedException asked) {
            stop.ask();
        }
    }

    static final class Limit extends DurationOption {

        Limit() {
            super(Duration.ofSeconds(1), Duration.ofMinutes(10));
        }
    }
}
