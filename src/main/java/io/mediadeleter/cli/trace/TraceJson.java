package io.mediadeleter.cli.trace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.PartsJson;
import io.mediadeleter.control.Hold;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
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
import io.mediadeleter.trace.TraceQuery;
import io.mediadeleter.trace.TraceReport;
import io.mediadeleter.trace.TraceReport.Located;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history for programs, as operations.md describes it. What is not known is left out. Stateless. */
final class TraceJson {

    private TraceJson() {}

    static ObjectNode of(TraceQuery query, @Nullable Instant since, TraceFindings found, TraceReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "query", query);
        put(json, "since", since);
        var entries = json.putArray("entries");
        report.entries().forEach(entry -> entries.add(entry(entry)));
        ObjectNode state = json.putObject("state")
                .put("kind", kind(report))
                .put("sentence", report.sentence())
                .put("complete", !found.isIncomplete());
        var requests = state.putArray("requests");
        report.requests().forEach(located -> requests.add(request(located)));
        var holds = state.putArray("holds");
        report.holds().forEach(hold -> holds.add(hold(hold)));
        var topics = json.putArray("topics");
        found.topics().forEach(topic -> topics.add(topic(topic)));
        return json;
    }

    /** Of a request that could not be looked for: nothing is known of it. */
    static ObjectNode failed(TraceQuery query, @Nullable Instant since, String problem) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "query", query);
        put(json, "since", since);
        json.put("problem", problem).putObject("state").put("complete", false);
        return json;
    }

    private static String kind(TraceReport report) {
        return switch (report.requests().size()) {
            case 0 -> "NONE";
            case 1 -> report.requests().get(0).state().kind().name();
            default -> "SEVERAL";
        };
    }

    private static ObjectNode request(Located located) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "origin", located.request().origin());
        put(json, "kind", located.state().kind());
        put(json, "sentence", located.sentence());
        put(json, "at", located.state().at().place());
        put(json, "ahead", located.state().ahead());
        asked(json, located.request().asked());
        return json;
    }

    private static ObjectNode entry(TraceEntry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "time", entry.time());
        put(json, "what", what(entry.event()));
        put(json, "place", entry.place());
        put(json, "origin", entry.origin());
        asked(json, entry.asked());
        TraceEvent event = entry.event();
        if (event instanceof Queued queued) {
            put(json, "due", queued.due());
            if (queued.failure() != null) {
                json.put("attempts", queued.attempts());
                failure(json, queued.failure());
            }
        } else if (event instanceof Done done) {
            put(json, "outcome", done.outcome());
            put(json, "requestId", done.requestId());
            put(json, "deletedAt", done.at());
            json.put("attempts", done.attempts()).put("coalesced", done.shared());
            deleted(json, done.scope());
        } else if (event instanceof GivenUp given) {
            failure(json, given.failure());
            put(json, "hold", given.hold());
            put(json, "failedAt", given.at());
            json.put("attempts", given.attempts()).put("replays", given.replays());
        } else if (event instanceof HoldAdded added) {
            json.setAll(hold(added.hold()));
        } else if (event instanceof HoldLifted lifted) {
            put(json, "key", lifted.selector());
        }
        return json;
    }

    private static String what(TraceEvent event) {
        if (event instanceof Queued queued) {
            return queued.queue().name();
        }
        if (event instanceof Done) {
            return "RESULT";
        }
        if (event instanceof GivenUp) {
            return "DEAD_LETTER";
        }
        return event instanceof HoldAdded ? "HOLD" : event instanceof HoldLifted ? "HOLD_LIFTED" : "RESOLVED";
    }

    private static void asked(ObjectNode json, RequestSummary asked) {
        put(json, "eventId", asked.eventId());
        put(json, "fileId", asked.fileId());
        if (asked.subAppId() != null) {
            json.put("subAppId", asked.subAppId());
        }
        PartsJson.put(json, "deleteParts", asked.parts());
        put(json, "correlationId", asked.correlationId());
        put(json, "requestedBy", asked.requestedBy());
        put(json, "reason", asked.reason());
    }

    private static void deleted(ObjectNode json, @Nullable Scope scope) {
        if (scope != null) {
            List<Part> parts = scope.match(List::of, named -> named);
            PartsJson.put(json.putObject("deletedScope").put("whole", parts.isEmpty()), "parts", parts);
        }
    }

    private static void failure(ObjectNode json, Failure failure) {
        put(json, "faultKind", failure.kind());
        put(json, "faultCode", failure.code());
        put(json, "faultMessage", failure.message());
        put(json, "requestId", failure.requestId());
    }

    private static ObjectNode hold(Hold hold) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "key", hold.selector());
        put(json, "reason", hold.reason());
        put(json, "by", hold.by());
        put(json, "holdsSince", hold.since());
        put(json, "until", hold.until());
        return json;
    }

    private static ObjectNode topic(TopicLook topic) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "topic", topic.topic());
        put(json, "earliest", topic.earliest());
        json.put("offsets", topic.offsets()).put("undecided", topic.undecided());
        put(json, "notRead", topic.unread());
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value instanceof Long number) {
            json.put(name, number);
        } else if (value != null) {
            json.put(name, value.toString());
        }
    }
}
