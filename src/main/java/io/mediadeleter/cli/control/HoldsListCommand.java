package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.holds.ControlView;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Shows what stands. */
@Command(
        name = "list",
        description = "List pauses and holds, and count the dead letters that are HELD by each.",
        footer = {
            "",
            "Pauses come first. Times are UTC, by the brokers' clock. As JSON it is one object a line. It changes nothing:"
                    + " the only record that it writes is a mark, by which it knows that it has read everything.",
            "",
            "Examples:",
            "  media-deleter holds list",
            "  media-deleter holds list --format json | jq 'select(.inForce or .pause | not) | .key'"
        })
final class HoldsListCommand implements Callable<Integer> {

    private static final String ROW = "%-40s  %-20s  %-26s  %7s  %s%n";

    private final ProcessContext context;

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    HoldsListCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Settings settings = context.settings().get();
        PrintWriter out = format.out();
        PrintWriter err = format.err();
        Instant brokerNow;
        ControlView view;
        try (ControlSession session = new ControlSession(settings, context, hold -> true, err)) {
            brokerNow = session.readToNow();
            view = session.view();
        }
        Optional<HeldDeadLetters> held = held(settings, view, err);
        if (format.isJson()) {
            view.forEach(hold -> {
                out.println(Printable.of(
                        HoldOutput.of(hold, brokerNow, count(held, hold)).toString()));
                return !out.checkError();
            });
        } else {
            table(view, brokerNow, held, out);
        }
        if (view.unknown() > 0) {
            err.println("On " + settings.topics().control() + " the key of " + Figures.count(view.unknown(), "record")
                    + " is no selector; that holds nothing.");
        }
        return ExitCode.OK;
    }

    /** The list is of use without the counts, too. */
    private static Optional<HeldDeadLetters> held(Settings settings, ControlView view, PrintWriter err) {
        try {
            return Optional.of(
                    HeldDeadLetters.now(settings, key -> view.hold(key).isPresent()));
        } catch (KafkaFailure | CommandFailure failed) {
            err.println("Dead letters were not counted: " + failed.getMessage());
            return Optional.empty();
        }
    }

    static void table(ControlView view, Instant brokerNow, Optional<HeldDeadLetters> held, PrintWriter out) {
        int pauses = view.pauses().size();
        long inForce = view.pauses().stream()
                .filter(pause -> pause.isInForce(brokerNow))
                .count();
        out.println((inForce > 0 ? "Paused: no calls are made. " : "")
                + (view.size() == 0 ? "Nothing is held." : standing(pauses, view.size() - pauses)));
        if (view.size() > 0) {
            out.println();
            out.printf(ROW, "KEY", "SINCE", "UNTIL", "HELD", "WHY");
        }
        boolean[] isQuoted = {false};
        view.forEach(hold -> {
            Long count = count(held, hold);
            String key = hold.selector().toString();
            String shown = Printable.copyable(key);
            isQuoted[0] |= !shown.equals(key);
            out.printf(
                    ROW,
                    shown,
                    Wording.time(hold.since()),
                    end(hold, brokerNow),
                    count == null ? "?" : Figures.number(count),
                    Wording.line(hold.because()));
            return !out.checkError();
        });
        if (isQuoted[0]) {
            out.println(
                    "A key in double quotes is a JSON string: `holds remove` takes it so, within a shell's single quotes.");
        }
        held.filter(found -> found.others() > 0)
                .ifPresent(found -> out.println(Wording.letters(found.others())
                        + (found.others() == 1 ? " is" : " are")
                        + " HELD by holds that no longer stand. See: media-deleter dead-letters list --fault HELD"));
    }

    private static String standing(int pauses, int holds) {
        return Figures.count(pauses, "pause") + ", " + Figures.count(holds, "hold") + ".";
    }

    private static String end(Hold hold, Instant brokerNow) {
        Instant until = hold.until();
        if (until == null) {
            return "-";
        }
        return hold.isInForce(brokerNow) ? Wording.time(until) : "ended " + Wording.time(until);
    }

    /** A pause makes no dead letters. */
    private static @Nullable Long count(Optional<HeldDeadLetters> held, Hold hold) {
        return held.map(found -> found.byKey().getOrDefault(hold.selector(), 0L))
                .orElse(null);
    }
}
