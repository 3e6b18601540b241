package io.mediadeleter.cli.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.control.holds.OwnEntries;
import io.mediadeleter.control.holds.OwnEntries.WrittenEntry;
import io.mediadeleter.control.holds.RollCall;
import io.mediadeleter.control.holds.RollCall.Member;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** What is said of a pause or of holds, once they are written. As JSON only one object is said, on standard output. */
final class HoldReport {

    private static final int MOST_KEYS = 5;

    private final String command;
    private final HoldTerms terms;
    private final Settings settings;
    private final PrintWriter out;
    private final PrintWriter err;
    private final OutputFormat.Choice format;
    private final CommandJson programs;

    /** @param command what was run, such as {@code pause} */
    HoldReport(String command, HoldTerms terms, Settings settings, OutputFormat.Choice format) {
        this.command = command;
        this.terms = terms;
        this.settings = settings;
        this.out = format.out();
        this.err = format.err();
        this.format = format;
        this.programs = new CommandJson(command, "certain", format);
    }

    CommandJson programs() {
        return programs;
    }

    /**
     * Waits until it is certain that all obey what was written, and says so; the exit code.
     *
     * @param mayReplace whether holds that stood were meant to be replaced
     */
    int confirm(String lead, Collection<Selector> keys, ControlSession session, boolean mayReplace) {
        HoldConfirmation confirmation = session.confirm();
        WrittenEntry last = session.own().last().orElseThrow();
        List<String> replaced = mayReplace ? List.of() : replaced(session.own());
        if (format.isJson()) {
            print(keys, session.own().size(), last, confirmation, replaced);
        } else {
            say(lead, keys, last, confirmation);
        }
        replaced.forEach(err::println);
        return confirmation.isGiven() && replaced.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** What came after the look, so that nobody has seen it; its terms may have been stricter. */
    private static List<String> replaced(OwnEntries own) {
        return own.earlier().values().stream()
                .filter(logged -> logged.entry() instanceof Put)
                .map(logged -> ((Put) logged.entry()).stamped(logged.stamp()))
                .map(hold -> "Replaced a hold that came meanwhile: "
                        + Printable.copyable(hold.selector().toString()) + " since " + Wording.time(hold.since())
                        + (hold.until() == null ? "" : ", until " + Wording.time(hold.until())) + " "
                        + Wording.cell(hold.because()) + ". Agree on one, and write it with --replace.")
                .toList();
    }

    /** The last words for people. */
    private void say(String lead, Collection<Selector> keys, WrittenEntry last, HoldConfirmation confirmation) {
        if (!confirmation.isGiven()) {
            objections(confirmation);
            return;
        }
        out.println(lead + " No call " + (command.equals("pause") ? "" : "for them ") + "starts after "
                + Wording.time(stopped(last)) + "; calls that had begun end by " + Wording.time(ended(last))
                + " at the latest (brokers' clock).");
        row(keys.size() == 1 ? "key" : "keys", Wording.first(MOST_KEYS, keys));
        row("reason", Wording.line(terms.reason()));
        row("by", Wording.line(terms.by()));
        Instant end = end(last);
        row("until", end == null ? lifting() : Wording.time(end) + ", or " + lifting());
        out.println(whoObeys(confirmation));
    }

    private String whoObeys(HoldConfirmation confirmation) {
        String group = "the group " + settings.kafka().groupId();
        if (!confirmation.members().isEmpty()) {
            return "Every member of " + group + " obeys: "
                    + names(confirmation.members().stream()
                            .map(RollCall.Answer::member)
                            .toList()) + "."
                    + (confirmation.left().isEmpty()
                            ? ""
                            : " The group has dropped " + names(confirmation.left()) + " meanwhile.");
        }
        String there = group + " at " + settings.kafka().bootstrapServers();
        String starts = " Instances of it that start obey before their first call.";
        return confirmation.left().isEmpty()
                ? "NOTHING WAS RUNNING: " + there + " has no instance, so no call was stopped." + starts
                        + " If yours run, they have another group-id or other brokers, and go on: run this command again"
                        + " with theirs."
                : "No instance is left in " + there + ", which has dropped " + names(confirmation.left())
                        + " meanwhile: stopped, killed, suspended or cut off. One that has looked at the control topic obeys before"
                        + " its next call when it comes back."
                        + starts;
    }

    private static String names(List<Member> members) {
        return members.stream().map(HoldConfirmation::name).collect(Collectors.joining(", "));
    }

    /** The same for programs. */
    private void print(
            Collection<Selector> keys,
            long written,
            WrittenEntry last,
            HoldConfirmation confirmation,
            List<String> replaced) {
        List<String> problems = Stream.concat(confirmation.problems().stream(), replaced.stream())
                .toList();
        ObjectNode json = programs.object(confirmation.isGiven(), written, problems);
        json.put("count", keys.size());
        json.put("reason", terms.reason());
        json.put("by", terms.by());
        Instant end = end(last);
        json.put("since", last.stamp().toString());
        json.put("until", end == null ? null : end.toString());
        json.put("noCallStartsSince", confirmation.isGiven() ? stopped(last).toString() : null);
        json.put("lastCallEndsBy", confirmation.isGiven() ? ended(last).toString() : null);
        json.put("group", settings.kafka().groupId());
        ArrayNode members = json.putArray("members");
        confirmation.members().forEach(answer -> add(members, answer));
        ArrayNode left = json.putArray("left");
        confirmation
                .left()
                .forEach(member ->
                        left.addObject().put("instance", member.instance()).put("host", member.host()));
        ArrayNode names = json.putArray("keys");
        keys.forEach(key -> names.add(key.toString()));
        format.print(json);
        objections(confirmation);
    }

    private void objections(HoldConfirmation confirmation) {
        if (!confirmation.isGiven()) {
            err.println("Written, but it is not certain that every call stops:");
            confirmation
                    .problems()
                    .forEach(problem -> err.println("  " + Printable.of(problem) + (problem.endsWith("?") ? "" : ".")));
        }
    }

    private static void add(ArrayNode members, RollCall.Answer answer) {
        Instant probe = answer.lastProbe();
        members.addObject()
                .put("instance", answer.member().instance())
                .put("host", answer.member().host())
                .put("presence", answer.presence().name().toLowerCase(Locale.ROOT))
                .put("lastProbe", probe == null ? null : probe.toString());
    }

    private void row(String name, String value) {
        out.printf("  %-7s %s%n", name, value);
    }

    private String lifting() {
        return "media-deleter " + (command.equals("pause") ? "resume" : "holds remove");
    }

    private @Nullable Instant end(WrittenEntry last) {
        return terms.lasts() == null ? terms.until() : last.stamp().plus(terms.lasts());
    }

    /** From the argument of {@link ControlReader}: no instance that looks starts a call later. */
    private static Instant stopped(WrittenEntry last) {
        return last.stamp().plus(ControlReader.LEASE).plus(ControlReader.MARGIN);
    }

    private Instant ended(WrittenEntry last) {
        return stopped(last).plus(settings.vod().callTimeout());
    }
}
