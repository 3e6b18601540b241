package io.mediadeleter.trace;

import io.mediadeleter.event.Origin;
import io.mediadeleter.event.TopicRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is known of one request.
 *
 * @param asked what its records say together
 * @param entries in order of time
 */
public record RequestTrace(Origin origin, RequestSummary asked, List<TraceEntry> entries) {

    /** The doubt in what nobody has settled on. */
    private static final int ONLY_ASKED = 2;

    public RequestTrace {
        entries = List.copyOf(entries);
    }

    /** The requests that these are records of, in the order in which they are first told of. */
    public static List<RequestTrace> of(List<TraceEntry> entries) {
        Map<Origin, List<TraceEntry>> byOrigin = new LinkedHashMap<>();
        entries.stream().sorted(TraceEntry.IN_TIME).forEach(entry -> {
            Origin origin = entry.origin();
            if (origin != null) {
                byOrigin.computeIfAbsent(origin, first -> new ArrayList<>()).add(entry);
            }
        });
        List<RequestTrace> requests = new ArrayList<>();
        byOrigin.forEach((origin, own) -> requests.add(new RequestTrace(origin, together(own), own)));
        return requests;
    }

    /**
     * A result knows best: it says what was called for. The publisher's record knows least: for a request that names no
     * sub-application it is today's default that is taken, and the latest of all others says what was settled on.
     */
    private static RequestSummary together(List<TraceEntry> entries) {
        List<TraceEntry> latestFirst = new ArrayList<>(entries);
        Collections.reverse(latestFirst);
        RequestSummary together = latestFirst.stream()
                .sorted(Comparator.comparingInt(RequestTrace::doubt))
                .map(TraceEntry::asked)
                .reduce(RequestSummary.NOTHING, RequestSummary::or);
        boolean isOwn = latestFirst.stream()
                .filter(entry -> doubt(entry) < ONLY_ASKED && entry.asked().fileId() != null)
                .min(Comparator.comparingInt(RequestTrace::doubt))
                .filter(knows -> knows.asked().subAppId() == null)
                .isPresent();
        RequestSummary settled = isOwn ? together.inTheAccountsOwn() : together;
        return latestFirst.stream()
                .filter(entry -> entry.event() instanceof TraceEvent.Done)
                .findFirst()
                .map(done -> settled.of(done.asked().parts()))
                .orElse(settled);
    }

    private static int doubt(TraceEntry entry) {
        if (entry.event() instanceof TraceEvent.Done) {
            return 0;
        }
        boolean isFirst = entry.event() instanceof TraceEvent.Queued queued
                && (queued.queue() == TopicRole.REQUESTED || queued.queue() == TopicRole.BULK);
        return isFirst ? ONLY_ASKED : 1;
    }

    /** Whether it is what is looked for, on any topic of this name where no id is named; where its sub-application is not known, it may be. */
    boolean isWanted(TraceQuery query) {
        return query.by() == TraceQuery.By.ORIGIN
                ? origin.toString().equals(query.text()) || origin.place().equals(query.text())
                : query.subAppId() == null
                        || asked.subAppId() == null
                        || query.subAppId().equals(asked.subAppId());
    }
}
