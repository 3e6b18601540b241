package io.mediadeleter.cli.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.ExactText;
import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.control.Selector;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;

/** What is said of holds that were to be removed. As JSON only one object is said, on standard output. */
final class RemovalReport {

    /**
     * What became of them.
     *
     * @param removed those that this command has lifted
     * @param absent those that did not stand
     * @param changed how many were written anew meanwhile, and stay
     * @param isAwaited whether no instance writes dead letters any more that are HELD by those that are removed
     */
    record Removal(List<Selector> removed, List<Selector> absent, int changed, boolean isAwaited) {

        Removal {
            removed = List.copyOf(removed);
            absent = List.copyOf(absent);
        }

        /** When there was nothing to lift. */
        static Removal ofNone(List<Selector> absent) {
            return new Removal(List.of(), absent, 0, true);
        }
    }

    private static final int MOST_SHOWN = 5;

    /** In one command for a shell. */
    private static final int MOST_KEYS = 50;

    private final OutputFormat.Choice format;
    private final boolean isAsked;
    private final CommandJson programs;

    /** @param hasTerminal whether a command that is copied from here can ask */
    RemovalReport(OutputFormat.Choice format, boolean hasTerminal) {
        this.format = format;
        this.isAsked = hasTerminal && !format.isJson();
        this.programs = new CommandJson("holds remove", "complete", format);
    }

    CommandJson programs() {
        return programs;
    }

    /** Names those that do not stand, before the others are removed. */
    void warn(List<Selector> absent) {
        if (!absent.isEmpty()) {
            format.err().println(absent(absent));
            absent.stream()
                    .map(Selector::toString)
                    .limit(MOST_SHOWN)
                    .forEach(text -> ExactText.note("'" + Printable.of(text) + "'", text, format.commandLine()));
        }
    }

    /**
     * Says how it ended, and what is HELD by holds that do not stand any more, also by those that an earlier run has removed; the exit code.
     *
     * @param counting counts dead letters that are HELD by those of these keys, and throws where it cannot
     */
    int conclude(Removal end, Function<Predicate<Selector>, HeldDeadLetters> counting) {
        if (end.changed() > 0) {
            format.messages().println(changed(end.changed()));
        }
        Optional<HeldDeadLetters> held = Optional.empty();
        if (end.isAwaited()) {
            held = held(
                    Stream.concat(end.removed().stream(), end.absent().stream()).collect(Collectors.toSet()), counting);
        } else {
            format.err().println(notAwaited());
        }
        return conclude(end, held);
    }

    /** The same where nothing was to be removed, so that nothing is HELD by it. */
    int concludeWithNothing() {
        return conclude(Removal.ofNone(List.of()), Optional.of(HeldDeadLetters.NONE));
    }

    private int conclude(Removal end, Optional<HeldDeadLetters> held) {
        List<String> problems = problems(end);
        if (format.isJson()) {
            print(end, held, problems);
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static List<String> problems(Removal end) {
        List<String> problems = new ArrayList<>();
        if (!end.absent().isEmpty()) {
            problems.add(absent(end.absent()));
        }
        if (end.changed() > 0) {
            problems.add(changed(end.changed()));
        }
        if (!end.isAwaited()) {
            problems.add(notAwaited());
        }
        return problems;
    }

    private static String absent(List<Selector> absent) {
        return "No such hold: " + Wording.first(MOST_SHOWN, absent) + ". `holds list` shows those that stand.";
    }

    private static String changed(int count) {
        return Figures.count(count, "hold") + " changed meanwhile and stay. See: media-deleter holds list";
    }

    private static String notAwaited() {
        return "Interrupted: dead letters that were being written were not waited for, and not counted. See, in some seconds:"
                + " media-deleter dead-letters list --fault HELD";
    }

    /** Empty when they cannot be counted: the holds are removed all the same. */
    private Optional<HeldDeadLetters> held(
            Set<Selector> keys, Function<Predicate<Selector>, HeldDeadLetters> counting) {
        String them = keys.size() == 1 ? "it" : "them";
        HeldDeadLetters held;
        try {
            held = counting.apply(keys::contains);
        } catch (KafkaFailure | CommandFailure failed) {
            format.err().println("Dead letters that are HELD by " + them + " were not counted: " + failed.getMessage());
            return Optional.empty();
        }
        if (held.sum() == 0) {
            format.messages().println("No dead letter is HELD by " + them + ".");
        } else {
            format.messages()
                    .println(Wording.letters(held.sum()) + (held.sum() == 1 ? " is" : " are") + " HELD by " + them
                            + ". To have the media deleted after all:");
            replays(held).forEach(line -> format.messages().println("  " + line));
        }
        return Optional.of(held);
    }

    /** As they can be run where this command runs: who has no terminal cannot be asked. */
    private List<String> replays(HeldDeadLetters held) {
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
                    .map(key -> " --hold " + Wording.quoted(Printable.copyable(key.toString())))
                    .collect(Collectors.joining("", "media-deleter dead-letters replay", "")));
        }
        return lines;
    }

    private void print(Removal end, Optional<HeldDeadLetters> held, List<String> problems) {
        ObjectNode json = programs.object(problems.isEmpty(), end.removed().size(), problems);
        json.put("removed", end.removed().size());
        json.put("heldDeadLetters", held.map(HeldDeadLetters::sum).orElse(null));
        add(json.putArray("replay"), held.map(this::replays).orElse(List.of()));
        add(
                json.putArray("keys"),
                end.removed().stream().map(Selector::toString).toList());
        add(
                json.putArray("absent"),
                end.absent().stream().map(Selector::toString).toList());
        format.print(json);
    }

    private static void add(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
