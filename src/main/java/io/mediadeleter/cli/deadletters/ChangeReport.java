package io.mediadeleter.cli.deadletters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.Wording;
import java.io.PrintWriter;

/** What is said about a change, before and after. As JSON only one object is said, on standard output. Belongs to one thread. */
final class ChangeReport {

    private final Change change;
    private final boolean isJson;
    private final PrintWriter out;
    private final PrintWriter people;
    private boolean isAnyHidden;

    ChangeReport(Change change, boolean isJson, PrintWriter out, PrintWriter err) {
        this.change = change;
        this.isJson = isJson;
        this.out = out;
        this.people = isJson ? err : out;
    }

    /** Where sentences go. */
    PrintWriter people() {
        return people;
    }

    /** Says that not all dead letters could be seen, which is then no complete change. */
    void hidden(String why, PrintWriter err) {
        isAnyHidden = true;
        err.println(why);
        err.flush();
    }

    void survey(Preview survey) {
        long count = survey.chosen().size();
        if (count == 0) {
            people.println("Nothing to " + change.verb() + ".");
        } else {
            people.println(Wording.letters(count) + " to " + change.verb() + ":");
            survey.groups().forEach(group -> people.println("  " + Wording.group(group)));
        }
        survey.leftOut()
                .forEach((reason, left) -> people.println(
                        Wording.letters(left) + " skipped: " + reason.what() + "; " + reason.remedy() + "."));
        if (count == 0 && survey.leftOut().isEmpty() && !survey.inTable().isEmpty()) {
            Listing.sayNoneFits(survey.inTable(), people);
        }
        people.flush();
    }

    void estimate(Estimate estimate, int perSecond) {
        people.println("The calls for them take " + Wording.duration(estimate.shortest()) + " at "
                + Wording.count(perSecond, "call") + " a second if no other requests are waiting; "
                + Wording.duration(estimate.longest()) + " if live requests use all but a tenth.");
    }

    /** The last words. */
    void end(Preview survey, long done, boolean isDryRun, BulkChangeRunner.End end) {
        if (isJson) {
            out.println(json(survey, done, isDryRun, end));
        } else if (isDryRun) {
            people.println("Nothing was done (--dry-run).");
        } else {
            people.println((end.isEarly() ? "Stopped: " : "") + Wording.number(done) + " of "
                    + Wording.letters(survey.chosen().size()) + " " + change.done() + rest(survey, done, end));
        }
        out.flush();
        people.flush();
    }

    private static String rest(Preview survey, long done, BulkChangeRunner.End end) {
        if (end.isEarly()) {
            return end.reason().isEmpty()
                    ? "; the others are still in the table. Run the same command again to continue."
                    : "; the others are still in the table, or were in a transaction that the next run decides. Run"
                            + " the same command again to continue.";
        }
        long gone = survey.chosen().size() - done - end.refused();
        String refused = end.refused() == 0
                ? ""
                : "; " + Wording.number(end.refused()) + (end.refused() == 1 ? " stays" : " stay")
                        + " in the table, because the replay topic rejected "
                        + (end.refused() == 1 ? "it" : "them") + ". Raise its max.message.bytes"
                        + " and run the same command again";
        return refused + (gone == 0 ? "." : "; " + Wording.number(gone) + " resolved by others in the meantime.");
    }

    private ObjectNode json(Preview survey, long done, boolean isDryRun, BulkChangeRunner.End end) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("change", change.verb());
        json.put("dryRun", isDryRun);
        json.put("chosen", survey.chosen().size());
        json.put("done", done);
        json.put("refused", end.refused());
        boolean isAll = !isAnyHidden && survey.unknown().isEmpty() && !end.isEarly() && end.refused() == 0;
        json.put("complete", !isDryRun && isAll);
        survey.unknown().forEach(json.putArray("unknown")::add);
        ObjectNode leftOut = json.putObject("leftOut");
        survey.leftOut().forEach((reason, count) -> leftOut.put(reason.name(), count));
        var groups = json.putArray("groups");
        survey.groups()
                .forEach(group -> groups.addObject()
                        .put("faultKind", group.kind())
                        .put("faultCode", group.code())
                        .put("count", group.count())
                        .put("since", group.since().toString())
                        .put("last", group.last().toString()));
        return json;
    }
}
