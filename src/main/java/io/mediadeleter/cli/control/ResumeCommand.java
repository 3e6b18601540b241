package io.mediadeleter.cli.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.Hold;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lifts what stops all calls. */
@Command(
        name = "resume",
        description = "Lift all pauses: deletion goes on.",
        footer = {
            "",
            "Lifts every pause that stands when it looks: those of `pause`, those that publishers wrote (all), and the pause"
                    + " of the deletion limit (all:brake), whose count begins anew. It names each with its reason. A pause"
                    + " that comes meanwhile stays, and it then returns 1. Holds on some requests stay, too: see `holds`.",
            "",
            "On a terminal it asks first. Where nothing is paused it says so and returns 0. Holds that ended while deletion was"
                    + " paused are named: their requests are called now. Where nobody can be asked, it then lifts nothing"
                    + " and returns 1, unless --yes is given.",
            "",
            "Examples:",
            "  media-deleter resume",
            "  media-deleter resume --yes --format json"
        })
public final class ResumeCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    @Option(
            names = "--yes",
            description = "Do not ask, also where holds ended meanwhile. Without a terminal nothing is asked.")
    private boolean yes;

    public ResumeCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Settings settings = context.settings().get();
        PrintWriter messages = format.messages();
        return programs()
                .of(
                        () -> new ControlSession(
                                settings,
                                context,
                                hold -> hold.selector().isPause() || EndedHolds.mayEnd(hold),
                                messages),
                        session -> resume(session, messages));
    }

    private int resume(ControlSession session, PrintWriter messages) {
        Instant brokerNow = session.readToNow();
        List<Hold> pauses = session.view().pauses();
        if (pauses.isEmpty()) {
            messages.println("Nothing is paused, so there is nothing to resume.");
            print(pauses, List.of(), 0);
            return ExitCode.OK;
        }
        messages.println(pauses.size() == 1 ? "One pause stands:" : pauses.size() + " pauses stand:");
        pauses.forEach(pause -> messages.println("  " + words(pause, brokerNow)));
        LapsedHolds lapsed = LapsedHolds.in(session.view(), pauses, brokerNow);
        lapsed.tell(messages);
        if (pauses.stream().anyMatch(pause -> pause.isInForce(brokerNow))) {
            ask(lapsed);
        }
        return lift(session, pauses, lapsed.count(), messages);
    }

    /** Whoever is not there to be asked has not agreed to what was held. */
    private void ask(LapsedHolds lapsed) {
        if (!lapsed.isEmpty() && !yes && !context.terminal().isThere()) {
            throw new CommandFailure("Nothing was lifted: " + lapsed.sentence()
                    + ". Hold again what is not to be called, or give --yes to have it called.");
        }
        String also = lapsed.isEmpty() ? "" : ", also of what those holds named";
        if (!context.agrees(yes, "Lift all of it? Deletion goes on then" + also + ".")) {
            throw new CommandFailure("Nothing was lifted.");
        }
    }

    private int lift(ControlSession session, List<Hold> shown, long ended, PrintWriter messages) {
        HoldRemoval lifting = new HoldRemoval(session, messages);
        List<Hold> lifted = lifting.lift(shown, "pauses are lifted", Progress.unseen(context.time()));
        Instant brokerNow = lifting.afterwards(session::readToNow);
        List<Hold> left = session.view().pauses();
        say(lifted, left, brokerNow, messages);
        print(lifted, left, ended);
        return left.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void say(List<Hold> lifted, List<Hold> left, Instant brokerNow, PrintWriter messages) {
        if (left.isEmpty()) {
            messages.println("Resumed: all of it is lifted. Instances call again within seconds.");
        } else {
            messages.println(lifted.size() + " lifted, but still paused:");
            left.forEach(pause -> messages.println("  " + words(pause, brokerNow)));
            messages.println("That came meanwhile. Run the command again to lift it, too.");
        }
    }

    /** Such as {@code all:k7mtq4 since 2026-11-26T05:12:01Z, by ops@bastion: wrong export}. */
    private static String words(Hold pause, Instant brokerNow) {
        Instant until = pause.until();
        String end = until == null
                ? ""
                : (pause.isInForce(brokerNow) ? ", until " : ", ended by itself at ") + Wording.time(until);
        return Printable.copyable(pause.selector().toString()) + " since " + Wording.time(pause.since()) + end + ", "
                + Wording.line(pause.because());
    }

    private CommandJson programs() {
        return new CommandJson("resume", "complete", format);
    }

    private void print(List<Hold> lifted, List<Hold> left, long ended) {
        if (!format.isJson()) {
            return;
        }
        List<String> problems = left.isEmpty() ? List.of() : List.of("Still paused: another pause came meanwhile");
        ObjectNode json = programs().object(left.isEmpty(), lifted.size(), problems);
        json.put("paused", !left.isEmpty());
        json.put("endedHolds", ended);
        ArrayNode gone = json.putArray("lifted");
        lifted.forEach(pause -> gone.add(HoldOutput.of(pause)));
        ArrayNode standing = json.putArray("standing");
        left.forEach(pause -> standing.add(HoldOutput.of(pause)));
        format.print(json);
    }
}
