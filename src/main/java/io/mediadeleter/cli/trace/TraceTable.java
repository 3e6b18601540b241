package io.mediadeleter.cli.trace;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.event.Part;
import io.mediadeleter.text.Excerpt;
import io.mediadeleter.text.Figures;
import io.mediadeleter.trace.RequestSummary;
import io.mediadeleter.trace.TopicLook;
import io.mediadeleter.trace.TraceEntry;
import io.mediadeleter.trace.TraceEvent;
import io.mediadeleter.trace.TraceEvent.Done;
import io.mediadeleter.trace.TraceEvent.Failure;
import io.mediadeleter.trace.TraceEvent.GivenUp;
import io.mediadeleter.trace.TraceEvent.HoldAdded;
import io.mediadeleter.trace.TraceEvent.HoldLifted;
import io.mediadeleter.trace.TraceEvent.Queued;
import io.mediadeleter.trace.TraceFindings;
import io.mediadeleter.trace.TraceReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history for people. Nothing of a record reaches a terminal but printable text. Stateless. */
final class TraceTable {

    private static final int MOST_CHARS = 400;
    private static final int MOST_SENTENCES = 20;

    private TraceTable() {}

    static void print(TraceReport report, TraceFindings found, PrintWriter out) {
        if (!report.entries().isEmpty()) {
            out.printf("%-20s  %-14s  %s%n", "TIME", "WHAT", "WHERE");
            report.entries()
                    .forEach(entry -> out.printf(
                            "%-20s  %-14s  %-45s  %s%n",
                            Wording.time(entry.time()), what(entry.event()), entry.place(), details(entry)));
            out.println();
        }
        out.println("Looked at:");
        found.topics().forEach(topic -> out.println("  " + look(topic)));
        if (found.unknown() > 0) {
            out.println("  Too large to be looked into: " + Figures.count(found.unknown(), "record")
                    + "; each is a dead letter by now, or becomes one.");
        }
        if (found.commits() == null) {
            out.println(
                    "  How far the group has read is not known: missing ACL: Describe on the group, or the group has no"
                            + " coordinator (see media-deleter check).");
        }
        out.println();
        if (report.requests().size() > 1) {
            report.requests().stream()
                    .limit(MOST_SENTENCES)
                    .forEach(located -> out.println(located.request().origin() + ": " + located.sentence()));
            int more = report.requests().size() - MOST_SENTENCES;
            if (more > 0) {
                out.println(Figures.number(more) + " more; --format json has all.");
            }
        }
        out.println(report.sentence());
    }

    private static String what(TraceEvent event) {
        if (event instanceof Queued queued) {
            return switch (queued.queue()) {
                case REQUESTED -> "requested";
                case BULK -> "in bulk";
                case GRACE -> "grace period";
                case RETRY -> "retry";
                case REPLAY -> "replayed";
            };
        }
        if (event instanceof Done done) {
            return Wording.cell(done.outcome());
        }
        if (event instanceof GivenUp) {
            return "dead letter";
        }
        return event instanceof HoldAdded ? "hold" : event instanceof HoldLifted ? "hold lifted" : "resolved";
    }

    private static String details(TraceEntry entry) {
        List<String> parts = new ArrayList<>();
        TraceEvent event = entry.event();
        if (event instanceof Queued queued) {
            queued(queued, entry, parts);
        } else if (event instanceof Done done) {
            add(parts, "of", entry.origin());
            add(parts, "RequestId", done.requestId());
            add(parts, "attempts", done.attempts());
            if (done.shared()) {
                parts.add("shared call");
            }
        } else if (event instanceof GivenUp given) {
            add(parts, "of", entry.origin());
            failure(given.failure(), parts);
            add(parts, "hold", given.hold());
            add(parts, "attempts", given.attempts());
        } else if (event instanceof HoldAdded hold) {
            add(parts, "", hold.hold().selector());
            add(parts, "", hold.hold().because());
        } else if (event instanceof HoldLifted lifted) {
            add(parts, "", lifted.selector());
        } else {
            add(parts, "of", entry.origin());
        }
        return String.join(", ", parts);
    }

    private static void queued(Queued queued, TraceEntry entry, List<String> parts) {
        if (!entry.place().equals(String.valueOf(entry.origin()))) {
            add(parts, "of", entry.origin());
        } else {
            asked(entry.asked(), parts);
        }
        Instant due = queued.due();
        add(parts, "due", due == null ? null : Wording.time(due));
        Failure failure = queued.failure();
        if (failure != null) {
            add(parts, "attempts", queued.attempts());
            failure(failure, parts);
        }
    }

    private static void asked(RequestSummary asked, List<String> parts) {
        add(parts, "eventId", asked.eventId());
        add(parts, "fileId", asked.fileId());
        add(parts, "sub-app", asked.subAppId());
        add(parts, "parts", asked.parts().isEmpty() ? null : Part.text(asked.parts()));
        add(parts, "correlationId", asked.correlationId());
        add(parts, "asked for by", asked.requestedBy());
        add(parts, "reason", asked.reason());
    }

    private static void failure(Failure failure, List<String> parts) {
        add(parts, "", failure.kind());
        add(parts, "", failure.code());
        add(parts, "", failure.message());
        add(parts, "RequestId", failure.requestId());
    }

    private static void add(List<String> parts, String name, @Nullable Object value) {
        if (value != null) {
            String shown = Excerpt.of(String.valueOf(value), MOST_CHARS);
            parts.add(name.isEmpty() ? shown : name + " " + shown);
        }
    }

    private static String look(TopicLook topic) {
        if (topic.unread() != null) {
            return topic.topic() + ": NOT READ: " + Wording.line(topic.unread());
        }
        Instant earliest = topic.earliest();
        return topic.topic() + ": "
                + (earliest == null
                        ? "empty"
                        : Figures.count(topic.offsets(), "offset") + ", earliest record " + Wording.time(earliest))
                + (topic.undecided() == 0
                        ? ""
                        : ", and " + Figures.number(topic.undecided()) + " behind an open transaction");
    }
}
