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

    private final Map<String, String> lives;
    private final List<TraceEntry> entries = new ArrayList<>();
    private final Set<String> places = new HashSet<>();
    private final Map<String, Set<Origin>> origins = new HashMap<>();
    private long unknown;
    private long chars;

    /** @param lives the ids of the topics as they are now, by name */
    TraceMatches(Map<String, String> lives) {
        this.lives = Map.copyOf(lives);
    }

    /** From now on everything of this request belongs to it. */
    void know(Origin origin) {
        origins.computeIfAbsent(origin.place(), first -> new LinkedHashSet<>()).add(origin);
    }

    /** Whether a request of this place is known, of whichever life of its topic. */
    boolean knowsPlace(String place) {
        return origins.containsKey(place);
    }

    boolean knowsNone() {
        return origins.isEmpty();
    }

    boolean knows(Origin origin) {
        return known(origin).contains(origin);
    }

    /** The requests that can have been at this place: in the topic's first life, in one that is known, and in its present one. */
    Set<Origin> lives(Origin first) {
        Set<Origin> all = new LinkedHashSet<>(Set.of(first));
        all.addAll(known(first));
        all.add(first.in(lives.get(first.topic())));
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
     * In order of time. The record on a request topic does not say of which life of the topic its request is; what else is known of
     * the place does.
     */
    List<TraceEntry> entries() {
        Map<String, List<TraceEntry>> byPlace = entries.stream()
                .filter(entry -> entry.origin() != null && !isFirst(entry))
                .collect(Collectors.groupingBy(
                        entry -> Objects.requireNonNull(entry.origin()).place()));
        return entries.stream()
                .map(entry -> isFirst(entry) ? inItsLife(entry, byPlace.getOrDefault(entry.place(), List.of())) : entry)
                .sorted(TraceEntry.IN_TIME)
                .toList();
    }

    private static boolean isFirst(TraceEntry entry) {
        return entry.origin() != null && entry.place().equals(entry.origin().toString());
    }

    /** What asks for something else is of another life than it. */
    private TraceEntry inItsLife(TraceEntry first, List<TraceEntry> others) {
        Set<Origin> its = origins(others);
        its.removeAll(origins(others.stream()
                .filter(other -> first.asked().contradicts(other.asked()))
                .toList()));
        if (its.size() == 1) {
            return first.of(its.iterator().next());
        }
        Origin origin = Objects.requireNonNull(first.origin());
        Origin present = origin.in(lives.get(origin.topic()));
        return its.isEmpty() && (!others.isEmpty() || knows(present)) ? first.of(present) : first;
    }

    private static Set<Origin> origins(List<TraceEntry> entries) {
        return entries.stream().map(TraceEntry::origin).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
