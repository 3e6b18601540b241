package io.mediadeleter.cli.deadletters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.deadletter.SubAppChoice;
import io.mediadeleter.event.SubApp;
import io.mediadeleter.text.Figures;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** What is said about a change, before and after. As JSON only one object is said, on standard output. Confined to one thread. */
final class ChangeReport {

    private final Change change;
    private final ChangeOptions options;
    private final PrintWriter messages;
    private @Nullable Progress progress;
    private boolean isAnyHidden;

    ChangeReport(Change change, ChangeOptions options) {
        this.change = change;
        this.options = options;
        this.messages = options.format.messages();
    }

    /** Where sentences go. */
    PrintWriter messages() {
        return messages;
    }

    /** From now on letters are changed, and counted here. */
    void follow(Progress begun) {
        progress = begun;
    }

    /** For programs: what was not done, and why. */
    void failed(RuntimeException failed) {
        options.format.print(json(options.dryRun, progress == null ? 0 : progress.count())
                .put("complete", false)
                .put("problem", OutputFormat.reason(failed)));
    }

    /** Says that not all dead letters could be seen, which is then no complete change. */
    void hidden(String why, PrintWriter err) {
        isAnyHidden = true;
        err.println(why);
    }

    void preview(Preview preview, SubAppChoice subApps) {
        long count = preview.chosen().size();
        if (count == 0) {
            messages.println("Nothing to " + change.verb() + ".");
        } else {
            messages.println(Wording.letters(count) + " to " + change.verb() + ":");
            preview.groups().forEach(group -> messages.println("  " + Listing.row(group)));
        }
        preview.leftOut()
                .forEach((reason, left) -> messages.println(
                        Wording.letters(left) + " skipped: " + reason.what() + "; " + reason.remedy() + "."));
        preview.otherSubApps()
                .forEach((then, left) -> messages.println("  " + Figures.number(left) + " × given up for " + then
                        + "; the default of this command's settings is " + new SubApp(subApps.today())));
        if (count == 0 && preview.leftOut().isEmpty() && !preview.inTable().isEmpty()) {
            Listing.sayNoneFits(preview.inTable(), messages);
        }
    }

    void estimate(Estimate estimate, int perSecond) {
        messages.println("The calls for them take " + Figures.about(estimate.shortest()) + " at "
                + Figures.count(perSecond, "call") + " a second if no other requests are waiting; "
                + Figures.about(estimate.longest())
                + " if live requests use all but a tenth, and no retries or bulk requests wait.");
    }

    /** The last words. */
    void end(Preview preview, long done, boolean isDryRun, BulkChangeRunner.ChangeOutcome end) {
        if (options.format.isJson()) {
            options.format.print(json(preview, done, isDryRun, end));
        } else if (isDryRun) {
            messages.println("Nothing was done (--dry-run).");
        } else {
            messages.println((end.isEarly() ? "Stopped: " : "") + Figures.number(done) + " of "
                    + Wording.letters(preview.chosen().size()) + " " + change.done() + rest(preview, done, end));
        }
    }

    private static String rest(Preview preview, long done, BulkChangeRunner.ChangeOutcome end) {
        if (end.isEarly()) {
            return end.reason().isEmpty()
                    ? "; the others are still in the table. Run the same command again to continue."
                    : "; the others are still in the table, or were in a transaction that the next run decides. Run"
                            + " the same command again to continue.";
        }
        long gone = preview.chosen().size() - done - end.refused();
        String refused = end.refused() == 0
                ? ""
                : "; " + Figures.number(end.refused()) + (end.refused() == 1 ? " stays" : " stay")
                        + " in the table, because the replay topic rejected "
                        + (end.refused() == 1 ? "it" : "them") + ". Raise its max.message.bytes"
                        + " and run the same command again";
        return refused + (gone == 0 ? "." : "; " + Figures.number(gone) + " resolved by others in the meantime.");
    }

    private ObjectNode json(boolean isDryRun, long done) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("change", change.verb())
                .put("dryRun", isDryRun)
                .put("done", done);
    }

    private ObjectNode json(Preview preview, long done, boolean isDryRun, BulkChangeRunner.ChangeOutcome end) {
        ObjectNode json = json(isDryRun, done);
        json.put("chosen", preview.chosen().size());
        json.put("refused", end.refused());
        boolean isAll = !isAnyHidden && preview.isClear() && !end.isEarly() && end.refused() == 0;
        json.put("complete", !isDryRun && isAll);
        if (!end.reason().isEmpty()) {
            json.put("problem", end.reason());
        }
        preview.unknown().forEach(json.putArray("unknown")::add);
        ObjectNode leftOut = json.putObject("leftOut");
        preview.leftOut().forEach((reason, count) -> leftOut.put(reason.name(), count));
        ObjectNode others = json.putObject("givenUpFor");
        preview.otherSubApps().forEach((then, count) -> others.put(then.toString(), count));
        var groups = json.putArray("groups");
        preview.groups()
                .forEach(group -> groups.addObject()
                        .put("faultKind", group.kind())
                        .put("faultCode", group.code())
                        .put("count", group.count())
                        .put("since", group.since().toString())
                        .put("last", group.last().toString()));
        return json;
    }
}
