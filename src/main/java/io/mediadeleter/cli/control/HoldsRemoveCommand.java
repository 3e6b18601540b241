package io.mediadeleter.cli.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.ExactText;
import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlView;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
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
            "A selector is given as `holds list` shows it. One that does not stand is named, the others are removed, and the"
                    + " exit code is 1. On a terminal it asks first.",
            "",
            "Examples:",
            "  media-deleter holds remove media:7447398156998994860",
            "  media-deleter holds remove --file selectors.txt --yes",
            "  media-deleter holds remove --ended --yes"
        })
final class HoldsRemoveCommand implements Callable<Integer> {

    private static final int MOST_SHOWN = 5;

    /** In one command for a shell. */
    private static final int MOST_KEYS = 50;

    private final ProcessContext context;

    @Mixin
    private final SelectorArguments arguments = new SelectorArguments();

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    @Option(
            names = "--ended",
            description =
                    "All holds that have ended by themselves, in place of selectors. They stop nothing, and count as"
                            + " others do. Pauses stay. Where none has ended it exits with 0.")
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
        Set<Selector> selectors =
                ended ? Set.of() : programs().before(() -> arguments.readStanding(format.commandLine(), exactly));
        Settings settings = context.settings().get();
        PrintWriter messages = format.messages();
        return programs()
                .of(
                        () -> new ControlSession(settings, context, key -> ended || selectors.contains(key), messages),
                        session -> remove(session, selectors, settings, messages));
    }

    private int remove(ControlSession session, Set<Selector> selectors, Settings settings, PrintWriter messages) {
        Instant brokerNow = session.readToNow();
        List<Hold> standing = ended
                ? ended(session.view(), brokerNow)
                : selectors.stream()
                        .flatMap(selector -> session.view().hold(selector).stream())
                        .toList();
        if (ended && standing.isEmpty()) {
            messages.println("No hold has ended: nothing is removed.");
            print(List.of(), List.of(), Optional.of(HeldDeadLetters.NONE), List.of());
            return ExitCode.OK;
        }
        List<Selector> absent = selectors.stream()
                .filter(selector -> session.view().hold(selector).isEmpty())
                .toList();
        List<String> problems = new ArrayList<>();
        if (!absent.isEmpty()) {
            problems.add(absent(absent));
            format.err().println(absent(absent));
            absent.stream()
                    .map(Selector::toString)
                    .limit(MOST_SHOWN)
                    .forEach(text -> ExactText.note("'" + Printable.of(text) + "'", text, format.commandLine()));
        }
        if (!standing.isEmpty() && !isAgreed(standing.size())) {
            throw new CommandFailure("Nothing was removed.");
        }
        List<Selector> removed = standing.isEmpty() ? List.of() : remove(session, standing, messages);
        if (removed.size() < standing.size()) {
            problems.add(changed(standing.size() - removed.size()));
            messages.println(changed(standing.size() - removed.size()));
        }
        List<Selector> free = Stream.concat(removed.stream(), absent.stream()).toList();
        Optional<HeldDeadLetters> held = tell(settings, free, messages);
        print(removed, absent, held, problems);
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static List<Hold> ended(ControlView view, Instant brokerNow) {
        List<Hold> found = new ArrayList<>();
        view.forEach(hold -> {
            if (!hold.selector().isPause() && !hold.isInForce(brokerNow)) {
                found.add(hold);
            }
            return true;
        });
        return found;
    }

    private boolean isAgreed(int count) {
        return context.agrees(
                yes,
                "Remove " + Figures.count(count, "hold")
                        + (ended
                                ? (count == 1 ? " that has" : " that have") + " ended?"
                                : "? Requests that they name may be deleted then."));
    }

    private List<Selector> remove(ControlSession session, List<Hold> looked, PrintWriter messages) {
        Progress progress = format.isJson()
                ? Progress.unseen(context.time())
                : context.progress("removed", looked.size(), messages);
        List<Selector> removed = new HoldRemoval(session, messages)
                .lift(looked, "holds are removed", progress).stream()
                        .map(Hold::selector)
                        .toList();
        messages.println(Figures.count(removed.size(), "hold") + " removed."
                + (removed.isEmpty() ? "" : " Waiting for dead letters that are being written."));
        session.awaitLease();
        return removed;
    }

    /**
     * Says what is HELD by holds that do not stand any more, also by those that an earlier run has removed. Empty when that cannot
     * be counted: the holds are removed all the same.
     */
    private Optional<HeldDeadLetters> tell(Settings settings, Collection<Selector> keys, PrintWriter messages) {
        String them = keys.size() == 1 ? "it" : "them";
        HeldDeadLetters held;
        try {
            held = HeldDeadLetters.afterAllThatIsWritten(settings, Set.copyOf(keys)::contains);
        } catch (KafkaFailure | CommandFailure failed) {
            format.err().println("Dead letters that are HELD by " + them + " were not counted: " + failed.getMessage());
            return Optional.empty();
        }
        if (held.sum() == 0) {
            messages.println("No dead letter is HELD by " + them + ".");
        } else {
            messages.println(Wording.letters(held.sum()) + (held.sum() == 1 ? " is" : " are") + " HELD by " + them
                    + ". To have the media deleted after all:");
            replays(held).forEach(line -> messages.println("  " + Printable.of(line)));
        }
        return Optional.of(held);
    }

    private static String changed(int count) {
        return Figures.count(count, "hold") + " changed meanwhile and stay. See: media-deleter holds list";
    }

    private static String absent(List<Selector> absent) {
        return "No such hold: " + Wording.first(MOST_SHOWN, absent) + ". `holds list` shows those that stand.";
    }

    /** As they can be run where this command runs: who has no terminal cannot be asked. */
    private List<String> replays(HeldDeadLetters held) {
        boolean isAsked = context.terminal().isThere() && !format.isJson();
        return replayLines(held.byKey().keySet()).stream()
                .map(line -> isAsked ? line : line + " --yes")
                .toList();
    }

    /** As few commands as shells take; together they replay what is HELD by these and nothing else. */
    static List<String> replayLines(Collection<Selector> keys) {
        List<String> lines = new ArrayList<>();
        for (List<Selector> left = List.copyOf(keys);
                !left.isEmpty();
                left = left.subList(Math.min(MOST_KEYS, left.size()), left.size())) {
            lines.add(left.stream()
                    .limit(MOST_KEYS)
                    .map(key -> " --hold " + Wording.quoted(key.toString()))
                    .collect(Collectors.joining("", "media-deleter dead-letters replay", "")));
        }
        return lines;
    }

    private CommandJson programs() {
        return new CommandJson("holds remove", "complete", format);
    }

    private void print(
            List<Selector> removed, List<Selector> absent, Optional<HeldDeadLetters> held, List<String> problems) {
        if (!format.isJson()) {
            return;
        }
        ObjectNode json = programs().object(problems.isEmpty(), removed.size(), problems);
        json.put("removed", removed.size());
        json.put("heldDeadLetters", held.map(HeldDeadLetters::sum).orElse(null));
        add(json.putArray("replay"), held.map(this::replays).orElse(List.of()));
        add(json.putArray("keys"), removed.stream().map(Selector::toString).toList());
        add(json.putArray("absent"), absent.stream().map(Selector::toString).toList());
        format.print(json);
    }

    private static void add(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
