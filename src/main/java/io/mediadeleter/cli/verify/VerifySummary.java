package io.mediadeleter.cli.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.kafka.scan.HiddenRecords;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import io.mediadeleter.vod.MediaInquiry;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What is said in the end. Confined to one thread. */
final class VerifySummary {

    private final VerifyCounts tally;
    private final Verification verification;
    private final Optional<String> unread;
    private final Optional<Hidden> hidden;
    private final Optional<Instant> oldest;
    private final URI endpoint;

    /**
     * What was found.
     *
     * @param unread why not all results were read; empty when they were
     * @param hidden results that nobody can read; empty when there are none
     * @param oldest since when all results are there, where results from before were asked for and may have been removed
     * @param endpoint who was asked
     */
    VerifySummary(
            VerifyCounts tally,
            Verification verification,
            Optional<String> unread,
            Optional<Hidden> hidden,
            Optional<Instant> oldest,
            URI endpoint) {
        this.endpoint = endpoint;
        this.tally = tally;
        this.verification = verification;
        this.unread = unread;
        this.hidden = hidden;
        this.oldest = oldest;
    }

    /** Results that nobody can read, at this moment. */
    record Hidden(HiddenRecords records, Instant now) {}

    /** Whether all was asked that there is, and nothing is there or unknown. */
    boolean isProven() {
        return isComplete() && tally.isProven();
    }

    /** Whether all results were read and asked about. */
    boolean isComplete() {
        return verification.goesOn() && unread.isEmpty() && hidden.isEmpty();
    }

    /** As JSON one object, and a word on standard error for people when it is not complete. */
    void print(PrintWriter out, PrintWriter err, boolean isJson) {
        if (!isJson) {
            print(out);
        } else {
            out.println(Printable.of(json().toString()));
            if (!isComplete()) {
                err.println(sentence());
            }
        }
    }

    /** For people: the sentence first. */
    private void print(PrintWriter out) {
        out.println(sentence());
        for (Presence presence : Presence.values()) {
            if (tally.count(presence) > 0) {
                out.printf(Locale.ROOT, "  %,10d  %s%n", tally.count(presence), words(presence));
            }
        }
        leftOut(out);
        oldest.ifPresent(first -> out.println("The topic has removed results, and may have removed some from before "
                + Wording.time(first) + " that are asked for: those were not verified."));
        tally.open().forEach(checked -> out.println("  " + line(checked)));
        long open = tally.count(Presence.STILL_THERE) + tally.count(Presence.UNKNOWN);
        if (open > tally.open().size()) {
            out.println("  and " + Figures.number(open - tally.open().size()) + " more: --report FILE lists all.");
        }
        if (checked() > 0 && !String.valueOf(endpoint.getHost()).endsWith(".tencentcloudapi.com")) {
            out.println(
                    "Asked " + Wording.line(endpoint.toString()) + ", which is no host of Tencent Cloud's API: what it"
                            + " says is no proof of real media. See vod.endpoint.");
        }
        if (tally.fresh() > 0) {
            out.println("Deletions that are less than " + VerifyCounts.FRESH.toMinutes() + " minutes old: "
                    + Figures.number(tally.fresh())
                    + " of those that are still there. The API deletes some time after it has said so.");
        }
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("results", tally.results());
        ObjectNode counts = json.putObject("counts");
        for (Presence presence : Presence.values()) {
            counts.put(presence.name(), tally.count(presence));
        }
        json.put("dryRuns", tally.dryRuns())
                .put("repeats", tally.repeats())
                .put("unreadable", tally.unreadable())
                .put("unasked", verification.unasked())
                .put("undecided", hidden.map(each -> each.records().records()).orElse(0L))
                .put("calls", verification.calls())
                .put("endpoint", endpoint.toString())
                .put("complete", isComplete());
        ended().ifPresent(why -> json.put("ended", why));
        oldest.ifPresent(first -> json.put("oldest", first.toString()));
        hidden.ifPresent(each -> {
            Instant since = each.records().since();
            json.putObject("openTransaction")
                    .put("partition", each.records().partition())
                    .put("partitions", each.records().partitions())
                    .put("openSince", since == null ? null : since.toString())
                    .put("message", incomplete(each));
        });
        return json;
    }

    /** Why it is not complete; empty where it is. */
    private Optional<String> ended() {
        return unread.or(() -> verification.ended().map(VerifySummary::why))
                .or(() -> verification.goesOn() ? hidden.map(VerifySummary::incomplete) : Optional.of("Stopped"));
    }

    /** In place of the counts, where there are none. */
    static ObjectNode failed(String why) {
        return JsonNodeFactory.instance.objectNode().put("complete", false).put("ended", why);
    }

    /** What is left out comes first, since the rest is no proof without it. */
    private String sentence() {
        return hidden.map(each -> incomplete(each) + "\nOf what could be read: ")
                        .orElse("")
                + found();
    }

    private static String incomplete(Hidden hidden) {
        return "Not all results were verified: " + hidden.records().words(hidden.now()) + ". " + HiddenRecords.REMEDY
                + "." + " Then verify again.";
    }

    private String found() {
        if (unread.isPresent()) {
            return "Not all results were read. " + Printable.of(unread.get()) + ". Verified of what was read: "
                    + Figures.number(checked()) + ".";
        }
        Optional<Fault> ended = verification.ended();
        if (ended.isPresent()) {
            return "Stopped: " + why(ended.get()) + " Verified before: " + Figures.number(checked()) + ".";
        }
        if (!verification.goesOn()) {
            return "Stopped. Verified before: " + Figures.number(checked()) + "; read and not asked about: "
                    + Figures.number(verification.unasked()) + ".";
        }
        if (tally.results() == 0) {
            return "The topic has no results of this time.";
        }
        if (checked() == 0) {
            return "There is nothing to verify.";
        }
        long there = tally.count(Presence.STILL_THERE);
        String unknown = tally.count(Presence.UNKNOWN) == 0 ? "" : " Of some it is not known: verify again.";
        return there > 0
                ? Figures.number(there) + " of " + Figures.number(checked()) + " that were reported deleted "
                        + (there == 1 ? "is" : "are") + " still there." + unknown
                        + " The API may be late: verify again in an hour, and publish the requests again for what is there"
                        + " then."
                : tally.isProven()
                        ? (tally.count(Presence.NOT_DESCRIBED) == 0
                                        ? "All is gone."
                                        : "All that the API describes is gone.")
                                + unreadable()
                        : "None is still there, as far as is known." + unknown;
    }

    /** A later version's results, or what somebody else has written. */
    private String unreadable() {
        return tally.unreadable() == 0
                ? ""
                : " " + Figures.count(tally.unreadable(), "record") + " on the topic "
                        + (tally.unreadable() == 1 ? "is no result" : "are no results")
                        + " that this version can read.";
    }

    private long checked() {
        long all = 0;
        for (Presence presence : Presence.values()) {
            all += tally.count(presence);
        }
        return all;
    }

    private static String words(Presence presence) {
        return presence == Presence.NOT_DESCRIBED
                ? "not described: parts that the API tells nothing of, and nothing else of them is there"
                : presence.words();
    }

    private void leftOut(PrintWriter out) {
        say(out, tally.dryRuns(), "left out: results of a dry run, which deletes nothing");
        say(out, tally.repeats(), "left out: results about the same as another");
        say(out, tally.unreadable(), "left out: records that are no results");
    }

    private static void say(PrintWriter out, long count, String what) {
        if (count > 0) {
            out.printf(Locale.ROOT, "  %,10d  %s%n", count, what);
        }
    }

    private static String line(CheckedDeletion checked) {
        DeletionResult result = checked.result();
        Long subAppId = result.media().subAppId();
        String parts = CheckedDeletion.text(result.scope());
        return Wording.line(checked.presence().words() + ": " + result.media().fileId()
                + (subAppId == null ? "" : " of sub-application " + subAppId)
                + (parts.isEmpty() ? "" : ", " + Wording.cell(parts))
                + ", deleted " + Wording.time(result.deletedAt())
                + (result.requestId() == null ? "" : ", RequestId " + result.requestId())
                + (checked.detail().isEmpty() ? "" : " (" + checked.detail() + ")"));
    }

    /** What ended it, and what to do. */
    private static String why(Fault fault) {
        String said = fault.code() + ", " + fault.message()
                + (fault.requestId() == null ? "" : " (RequestId " + fault.requestId() + ")") + ".";
        if (fault.code().contains("UnauthorizedOperation") || fault.code().endsWith("NoPrivileges")) {
            return Printable.of("the API refuses to tell: " + said + " Allow " + MediaInquiry.RIGHT
                    + " in the key's CAM policy, on each sub-application.");
        }
        return Printable.of(InquiryPolicy.clause(fault) + ": " + said);
    }
}
