package io.mediadeleter.trace;

import io.mediadeleter.control.Hold;
import io.mediadeleter.event.Origin;
import io.mediadeleter.text.TransactionAdvice;
import io.mediadeleter.trace.TraceEvent.Done;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answer: the history in order of time, where each request is, and one sentence about all of it.
 *
 * @param requests that are what was looked for, each with where it is
 * @param holds that name one of them, or stop all calls, and have not ended
 */
public record TraceReport(List<TraceEntry> entries, List<Located> requests, List<Hold> holds, String sentence) {

    /** A request and where it is, in a sentence. */
    public record Located(RequestTrace request, TraceState state, String sentence) {}

    public TraceReport {
        entries = List.copyOf(entries);
        requests = List.copyOf(requests);
        holds = List.copyOf(holds);
    }

    /** What the findings say of it at {@code now}. */
    public static TraceReport of(TraceQuery query, @Nullable Instant since, TraceFindings found, Instant now) {
        List<Located> requests = RequestTrace.of(found.entries()).stream()
                .filter(request -> request.isWanted(query))
                .map(request -> {
                    TraceState state = TraceState.of(request, found, now);
                    return new Located(request, state, StateSentence.of(request, state, found, now));
                })
                .toList();
        Set<Origin> origins =
                requests.stream().map(located -> located.request().origin()).collect(Collectors.toSet());
        List<TraceEntry> entries = found.entries().stream()
                .filter(entry -> entry.origin() == null || origins.contains(entry.origin()))
                .toList();
        String sentence = requests.isEmpty()
                ? none(query, since, found, now)
                : requests.size() == 1 ? requests.get(0).sentence() : several(requests);
        List<Hold> holds =
                found.holds().stream().filter(hold -> hold.isInForce(now)).toList();
        return new TraceReport(entries, requests, holds, sentence + caution(found));
    }

    public boolean isFound() {
        return !requests.isEmpty();
    }

    private static String several(List<Located> requests) {
        Map<String, Long> counts = requests.stream()
                .sorted(Comparator.comparing(
                        (Located located) -> located.state().kind()))
                .collect(Collectors.groupingBy(
                        located -> words(located.state()), LinkedHashMap::new, Collectors.counting()));
        return requests.size() + " requests: "
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static String words(TraceState state) {
        return switch (state.kind()) {
            case DONE ->
                state.at().event() instanceof Done done && done.isDryRun()
                        ? "done in a dry run, which deleted nothing"
                        : "done";
            case WAITING -> "waiting";
            case HELD -> "held";
            case DEAD_LETTER -> "dead letter";
            case RESOLVED -> "resolved";
            case GONE -> "no longer known";
        };
    }

    private static String none(TraceQuery query, @Nullable Instant since, TraceFindings found, Instant now) {
        String holds = found.holds().stream()
                .filter(hold -> !hold.selector().isPause() && hold.isInForce(now))
                .map(hold -> StateSentence.shown(hold.selector().toString()))
                .collect(Collectors.joining(", "));
        if (query.by() == TraceQuery.By.ORIGIN && !found.isIncomplete() && isOfNoTopic(query, found)) {
            return "No record of " + StateSentence.shown(query.toString())
                    + ": by these settings the group neither reads nor writes that topic.";
        }
        return "No record of " + StateSentence.shown(query.toString())
                + (since == null ? "" : " since " + StateSentence.time(since))
                + (found.isIncomplete()
                        ? " was found, but not everything could be looked at, so this is no proof."
                        : " is on the topics. What was there before their earliest records is not known.")
                + (holds.isEmpty() ? "" : " These holds name it: " + holds + ".");
    }

    private static boolean isOfNoTopic(TraceQuery query, TraceFindings found) {
        return Origin.parse(query.text())
                .filter(origin ->
                        found.topics().stream().anyMatch(topic -> topic.topic().equals(origin.topic())))
                .isEmpty();
    }

    private static String records(long count) {
        return count == 1 ? "1 record" : count + " records";
    }

    private static String caution(TraceFindings found) {
        List<String> parts = new ArrayList<>();
        found.topics().stream()
                .filter(topic -> topic.undecided() > 0)
                .forEach(topic -> parts.add(
                        "behind an open transaction on " + topic.topic() + ": " + records(topic.undecided())));
        boolean isOpen = !parts.isEmpty();
        List<String> unread = found.topics().stream()
                .filter(topic -> topic.unread() != null)
                .map(TopicLook::topic)
                .toList();
        if (!unread.isEmpty()) {
            parts.add("not read: " + String.join(", ", unread));
        }
        if (found.unknown() > 0) {
            parts.add("too large to be looked into: " + records(found.unknown()));
        }
        return parts.isEmpty()
                ? ""
                : " This is incomplete: " + String.join("; ", parts) + "."
                        + (isOpen ? " The producer must end its transaction; " + TransactionAdvice.HOW + "." : "");
    }
}
