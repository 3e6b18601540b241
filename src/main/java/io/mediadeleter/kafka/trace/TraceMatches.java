package io.mediadeleter.kafka.trace;

import io.mediadeleter.event.Origin;
import io.mediadeleter.trace.RequestSummary;
import io.mediadeleter.trace.TraceEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What has been found so far, and which requests it is of. Not thread-safe. */
final class TraceMatches {

    /** So many records are kept; mostly each is of a kilobyte. */
    private static final int MOST_ENTRIES = 5_000;

    /** And so much text of them, whatever was written. */
    private static final long MOST_CHARS = 5_000_000;

    private final Map<String, String> topicIds;
    private final List<TraceEntry> entries = new ArrayList<>();
    private final Set<String> places = new HashSet<>();
    private final Map<String, Set<Origin>> origins = new HashMap<>();
    private long unknown;
    private long chars;

    /** @param topicIds the ids of the topics as they are now, by name */
    TraceMatches(Map<String, String> topicIds) {
        this.topicIds = Map.copyOf(topicIds);
    }

    /** From now on everything of this request belongs to it. */
    void know(Origin origin) {
        origins.computeIfAbsent(origin.place(), first -> new LinkedHashSet<>()).add(origin);
    }

    /** Whether a request of this place is known, on any topic of this name. */
    boolean knowsPlace(String place) {
        return origins.containsKey(place);
    }

    boolean knowsNone() {
        return origins.isEmpty();
    }

    boolean knows(Origin origin) {
        return known(origin).contains(origin);
    }

    /** The requests that can have been at this place: on the first topic of this name, on one that is known, and on the present one. */
    Set<Origin> candidates(Origin first) {
        Set<Origin> all = new LinkedHashSet<>(Set.of(first));
        all.addAll(known(first));
        all.add(first.in(topicIds.get(first.topic())));
        return all;
    }

    private Set<Origin> known(Origin origin) {
        return origins.getOrDefault(origin.place(), Set.of());
    }

    /** Keeps a record, once. */
    void add(TraceEntry entry) {
        if (places.add(entry.place())) {
            entries.add(entry);
            chars += entry.toString().length();
        }
    }

    /** A record could not be looked into. */
    void skip() {
        unknown++;
    }

    long unknown() {
        return unknown;
    }

    boolean isFull() {
        return entries.size() > MOST_ENTRIES || chars > MOST_CHARS;
    }

    /** Origins without the record of their own place. */
    List<Origin> withoutFirst() {
        return origins.values().stream()
                .flatMap(Set::stream)
                .filter(origin -> !places.contains(origin.place()))
                .toList();
    }

    /** What is asked for in all of it. */
    Set<RequestSummary> asked() {
        Map<Origin, RequestSummary> together = new HashMap<>();
        entries().forEach(entry -> {
            if (entry.origin() != null) {
                together.merge(entry.origin(), entry.asked(), RequestSummary::or);
            }
        });
        return new HashSet<>(together.values());
    }

    /**
     * In order of time. The record on a request topic does not say on which topic of this name its request is; what else is known of
     * the place does.
     */
    List<TraceEntry> entries() {
        Map<String, List<TraceEntry>> byPlace = entries.stream()
                .filter(entry -> entry.origin() != null && !isFirst(entry))
                .collect(Collectors.groupingBy(
                        entry -> Objects.requireNonNull(entry.origin()).place()));
        return entries.stream()
                .map(entry ->
                        isFirst(entry) ? onItsTopic(entry, byPlace.getOrDefault(entry.place(), List.of())) : entry)
                .sorted(TraceEntry.IN_TIME)
                .toList();
    }

    private static boolean isFirst(TraceEntry entry) {
        return entry.origin() != null && entry.place().equals(entry.origin().toString());
    }

    /** What asks for something else is on another topic than it. */
    private TraceEntry onItsTopic(TraceEntry first, List<TraceEntry> others) {
        Set<Origin> its = origins(others);
        its.removeAll(origins(others.stream()
                .filter(other -> first.asked().contradicts(other.asked()))
                .toList()));
        if (its.size() == 1) {
            return first.of(its.iterator().next());
        }
        Origin origin = Objects.requireNonNull(first.origin());
        Origin present = origin.in(topicIds.get(origin.topic()));
        return its.isEmpty() && (!others.isEmpty() || knows(present)) ? first.of(present) : first;
    }

    private static Set<Origin> origins(List<TraceEntry> entries) {
        return entries.stream().map(TraceEntry::origin).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
