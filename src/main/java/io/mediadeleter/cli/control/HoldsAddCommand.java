package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlView;
import io.mediadeleter.control.holds.HoldWeight;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.DurationText;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts holds on. */
@Command(
        name = "add",
        defaultValueProvider = HoldTerms.ReasonLater.class,
        customSynopsis = {
            "media-deleter holds add --reason=TEXT [--for=DURATION | --until=TIME] [--by=NAME] [--replace]",
            "                               [--exactly] [--format=FORMAT] [--config=FILE]",
            "                               (SELECTOR... | --file=FILE)"
        },
        description = "Hold requests: no call is made for those that a selector names.",
        footer = {
            "",
            "Selectors:",
            "  media:FILEID           every request for that media, whole or parts",
            "  media:SUBAPP/FILEID    the same, in one sub-application",
            "  sub-app:ID             every request for that sub-application",
            "  event:EVENTID          the request with that eventId",
            "  correlation:ID         every request with that correlationId",
            "  requested-by:NAME      every request with that requestedBy",
            "",
            "Everything is checked before anything is written. Once it has returned 0, no call starts for a request that"
                    + " is named. It returns 1 when it cannot be certain, and says why; what is written stands. Ctrl-C"
                    + " stops between two writes and says what is written.",
            "",
            "A request that waits until after --for or --until, as in a grace period or during a pause, is called then.",
            "",
            "Examples:",
            "  media-deleter holds add media:7447398156998994860 --reason \"legal case 12\"",
            "  media-deleter holds add event:e-17 event:e-18 --reason \"published by mistake\" --for 7d",
            "  media-deleter holds add --file selectors.txt --reason \"audit\" --until 2026-12-31T00:00:00Z",
            "  jq '\"media:\" + .fileId' export.jsonl | media-deleter holds add --file - --reason \"wrong export\""
        })
final class HoldsAddCommand implements Callable<Integer> {

    private static final int MOST_SHOWN = 5;

    private final ProcessContext context;

    @Mixin
    private final SelectorArguments arguments = new SelectorArguments();

    @Mixin
    private final HoldTerms terms = new HoldTerms();

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = HoldTerms.End.class,
            description = "They end by themselves at this time, such as 2026-12-31T00:00:00Z.")
    private @Nullable Instant until;

    @Option(names = "--replace", description = "Also replace holds that stand, with their reason, author and end.")
    private boolean replace;

    @Option(
            names = "--exactly",
            description =
                    "Take each selector as it is, also one that looks like a slip, such as one that ends in a blank.")
    private boolean exactly;

    HoldsAddCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Set<Selector> selectors = new CommandJson("holds add", "certain", format)
                .before(() -> arguments.read(format.commandLine(), exactly));
        if (!exactly) {
            SelectorSlips.note(selectors).ifPresent(format.err()::println);
        }
        terms.until(until);
        terms.check(format.commandLine());
        terms.checkEnd(context.time().now(), "by this machine's clock", format.commandLine());
        Settings settings = context.settings().get();
        PrintWriter messages = format.messages();
        HoldReport report = new HoldReport("holds add", terms, settings, format);
        return report.programs().of(() -> new ControlSession(settings, context, hold -> true, messages), session -> {
            Instant brokerNow = session.readToNow();
            terms.checkEnd(brokerNow, "by the brokers' clock", format.commandLine());
            refuseStanding(session.view(), selectors, brokerNow);
            refuseTooMany(session.view(), selectors, brokerNow, settings.maxHolds());
            noteEarlyEnd(session.view(), brokerNow, settings.requests().gracePeriod(), messages);
            return add(session, selectors, report, messages);
        });
    }

    private int add(ControlSession session, Set<Selector> selectors, HoldReport report, PrintWriter messages) {
        Progress progress = format.isJson()
                ? Progress.unseen(context.time())
                : context.progress("written", selectors.size(), messages);
        ControlSession.WriteOutcome end = session.write(
                selectors,
                chunk -> session.client().put(chunk.stream().map(this::hold).toList()),
                progress);
        long written = session.own().size();
        if (!end.isWhole()) {
            throw new CommandFailure(unfinished(end, written, selectors.size()));
        }
        messages.println(Figures.count(written, "hold") + " written. Waiting until every instance is certain to obey.");
        return report.confirm("Held.", selectors, session, replace);
    }

    /** A request is looked at when its turn comes: where the hold has ended by then, it is called. */
    private void noteEarlyEnd(ControlView view, Instant brokerNow, Duration gracePeriod, PrintWriter messages) {
        Instant end = terms.end(brokerNow);
        if (end == null) {
            return;
        }
        if (end.isBefore(brokerNow.plus(gracePeriod))) {
            messages.println("Note: this ends at " + Wording.time(end) + ", within the grace period of "
                    + DurationText.of(gracePeriod) + ". A request that waits longer is not held: it is called when its"
                    + " grace period ends. Give a later end, or none.");
        }
        if (view.pauses().stream().anyMatch(pause -> pause.isInForce(brokerNow))) {
            messages.println(
                    "Note: deletion is paused. If this ends before `resume`, it holds nothing: requests are looked at only then.");
        }
    }

    private Put hold(Selector selector) {
        return new Put(selector, terms.reason(), terms.by(), terms.until(), terms.lasts());
    }

    /** One that has ended by itself holds nothing, so that there is nothing to overlook. */
    private void refuseStanding(ControlView view, Set<Selector> selectors, Instant brokerNow) {
        if (replace) {
            return;
        }
        List<Hold> standing = selectors.stream()
                .flatMap(selector -> view.hold(selector).stream())
                .filter(hold -> hold.isInForce(brokerNow))
                .toList();
        if (standing.isEmpty()) {
            return;
        }
        String first = standing.stream()
                .limit(MOST_SHOWN)
                .map(hold -> "  " + Printable.copyable(hold.selector().toString()) + " since "
                        + Wording.time(hold.since()) + " " + Wording.cell(hold.because()))
                .collect(Collectors.joining("\n"));
        int more = standing.size() - MOST_SHOWN;
        throw new CommandFailure("Nothing was written: " + Figures.number(standing.size()) + " of "
                + Figures.number(selectors.size())
                + " selectors are held already. Give --replace to replace those holds:\n"
                + first + (more > 0 ? "\n  and " + Figures.number(more) + " more" : ""));
    }

    /** All but the first share the reason and the author. One that has ended by itself does not count, for instances let go of it. */
    private void refuseTooMany(ControlView view, Set<Selector> selectors, Instant brokerNow, int most) {
        Selector first = selectors.iterator().next();
        long all = view.weight(hold -> hold.isInForce(brokerNow))
                + HoldWeight.of(first, terms.reason(), terms.by())
                - HoldWeight.shared(first)
                + selectors.stream()
                        .filter(selector -> view.hold(selector)
                                .filter(hold -> hold.isInForce(brokerNow))
                                .isEmpty())
                        .mapToLong(HoldWeight::shared)
                        .sum();
        if (all > most) {
            throw new CommandFailure(
                    "Nothing was written: " + Figures.number(view.count(hold -> hold.isInForce(brokerNow)))
                            + " holds stand, and with these " + Figures.number(all)
                            + " would count, more than media-deleter.holds.max (" + Figures.number(most)
                            + "); one with long texts counts as several. With more, instances make no call at all. Hold by sub-app, requested-by or correlation, or use"
                            + " media-deleter pause --reason TEXT");
        }
    }

    private static String unfinished(ControlSession.WriteOutcome end, long written, int all) {
        String state = Figures.number(written) + " of " + Figures.number(all) + " holds are written and stand: ";
        return "Stopped: " + state + end.reason() + "."
                + (written == 0
                        ? ""
                        : "\nRun the same command with --replace to write all of them, or `holds remove` to lift them.");
    }
}
