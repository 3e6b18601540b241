package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.control.RemovalReport.Removal;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Figures;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Lifts holds. */
@Command(
        name = "remove",
        description = "Remove holds: requests that they named are called again when they come.",
        footer = {
            "",
            "A request that a hold has stopped is a dead letter of the kind HELD, and stays one. This command waits for"
                    + " those that are being written, says how many there are, and prints the command that replays them."
                    + " Nothing is deleted until you run that.",
            "",
            "A selector is given as `holds list` shows it, with the quotes where it has them, or as a JSON string. One that does"
                    + " not stand is named, the others are removed, and the exit code is 1. On a terminal it asks first.",
            "",
            "Examples:",
            "  media-deleter holds remove media:7447398156998994860",
            "  media-deleter holds remove --file selectors.txt --yes",
            "  media-deleter holds list --format json | jq 'select(.by == \"me\") | .key' | media-deleter holds remove --file -",
            "  media-deleter holds remove --ended --yes"
        })
final class HoldsRemoveCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Mixin
    private final SelectorArguments arguments = new SelectorArguments();

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    @Option(
            names = "--ended",
            description =
                    "All holds that ended by themselves more than a day ago, in place of selectors. They stop nothing and do"
                            + " not count, but are read at each start. One that ended later stays, since it may just be renewed; so do pauses."
                            + " Where there is none it exits with 0.")
    private boolean ended;

    @Option(names = "--yes", description = "Do not ask. Without a terminal nothing is asked.")
    private boolean yes;

    @Option(
            names = "--exactly",
            description =
                    "Also take an argument with U+FFFD in it, which stands for characters that were lost: where the"
                            + " hold itself has it. Lines of a file need no option.")
    private boolean exactly;

    HoldsRemoveCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (ended && arguments.areGiven()) {
            throw new ParameterException(
                    format.commandLine(), "--ended and selectors cannot be combined: leave out one of the two");
        }
        RemovalReport report = new RemovalReport(format, context.terminal().isThere());
        Set<Selector> selectors = ended
                ? Set.of()
                : report.programs().before(() -> arguments.readStanding(format.commandLine(), exactly));
        BrokenKeys broken = arguments.broken(selectors);
        Predicate<Hold> kept = ended
                ? hold -> hold.selector().isPause() || EndedHolds.mayEnd(hold)
                : hold -> selectors.contains(hold.selector()) || broken.mayBeOf(hold);
        Settings settings = context.settings().get();
        return report.programs()
                .of(
                        () -> new ControlSession(settings, context, kept, format.messages()),
                        session -> ended
                                ? removeEnded(session, settings, report)
                                : remove(session, selectors, settings, report));
    }

    private int removeEnded(ControlSession session, Settings settings, RemovalReport report) {
        Instant brokerNow = session.readToNow();
        PrintWriter messages = format.messages();
        if (session.view().pauses().stream().anyMatch(pause -> pause.isInForce(brokerNow))) {
            messages.println(
                    "Deletion is paused, and `resume` names the holds that ended meanwhile: nothing is removed before.");
            return report.concludeWithNothing();
        }
        EndedHolds found = EndedHolds.in(session.view(), brokerNow);
        if (found.recent() > 0) {
            messages.println(Figures.count(found.recent(), "hold")
                    + " ended less than a day ago and may just be renewed: not removed.");
        }
        if (found.old().isEmpty()) {
            messages.println("No hold ended more than a day ago: nothing is removed.");
            return report.concludeWithNothing();
        }
        int count = found.old().size();
        agree("Remove " + Figures.count(count, "hold") + (count == 1 ? " that has" : " that have") + " ended?");
        return conclude(remove(session, found.old(), List.of()), settings, report);
    }

    private int remove(ControlSession session, Set<Selector> selectors, Settings settings, RemovalReport report) {
        session.readToNow();
        arguments.broken(selectors).refuse(session.view());
        List<Hold> standing = selectors.stream()
                .flatMap(selector -> session.view().hold(selector).stream())
                .toList();
        List<Selector> absent = selectors.stream()
                .filter(selector -> session.view().hold(selector).isEmpty())
                .toList();
        report.warn(absent);
        if (standing.isEmpty()) {
            return conclude(Removal.ofNone(absent), settings, report);
        }
        agree("Remove " + Figures.count(standing.size(), "hold") + "? Requests that they name may be deleted then.");
        return conclude(remove(session, standing, absent), settings, report);
    }

    /** @throws CommandFailure when it is not wanted */
    private void agree(String question) {
        if (!context.agrees(yes, question)) {
            throw new CommandFailure("Nothing was removed.");
        }
    }

    private Removal remove(ControlSession session, List<Hold> looked, List<Selector> absent) {
        PrintWriter messages = format.messages();
        Progress progress = format.isJson()
                ? Progress.unseen(context.time())
                : context.progress("removed", looked.size(), messages);
        List<Selector> removed = new HoldRemoval(session, messages)
                .lift(looked, "holds are removed", progress).stream()
                        .map(Hold::selector)
                        .toList();
        messages.println(Figures.count(removed.size(), "hold") + " removed."
                + (removed.isEmpty() ? "" : " Waiting for dead letters that are being written."));
        return new Removal(removed, absent, looked.size() - removed.size(), session.awaitLease());
    }

    private static int conclude(Removal end, Settings settings, RemovalReport report) {
        return report.conclude(end, keys -> HeldDeadLetters.afterAllThatIsWritten(settings, keys));
    }
}
