package io.mediadeleter.kafka.trace;

import io.mediadeleter.event.Origin;
import io.mediadeleter.trace.Asked;
import io.mediadeleter.trace.TraceEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has been found so far, and which requests it is of. Not thread-safe. */
final class Harvest {

    /** So many records are kept; mostly each is of a kilobyte. */
    private static final int MOST_ENTRIES = 5_000;

    /** And so much text of them, whatever was written. */
    private static final long MOST_CHARS = 5_000_000;

    private final List<TraceEntry> entries = new ArrayList<>();
    private final Set<String> places = new HashSet<>();
    private final Map<String, Set<Origin>> origins = new HashMap<>();
    private long unknown;
    private long chars;

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
        return known(origin.place()).contains(origin);
    }

    /** The requests of this place. */
    Set<Origin> known(String place) {
        return origins.getOrDefault(place, Set.of());
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
    Set<Asked> asked() {
        Map<Origin, Asked> together = new HashMap<>();
        entries().forEach(entry -> {
            if (entry.origin() != null) {
                together.merge(entry.origin(), entry.asked(), Asked::or);
            }
        });
        return new HashSet<>(together.values());
    }

    /** In order of time; the record on a request topic, which does not say of which life that is, is of the one that is known. */
    List<TraceEntry> entries() {
        return entries.stream()
                .map(entry -> {
                    Origin origin = entry.origin();
                    return origin == null || origin.life() != null
                            ? entry
                            : onlyLife(origin).map(entry::of).orElse(entry);
                })
                .sorted(TraceEntry.IN_TIME)
                .toList();
    }

    private Optional<Origin> onlyLife(Origin origin) {
        Set<Origin> others = new LinkedHashSet<>(known(origin.place()));
        others.remove(origin);
        return others.size() == 1 && !isFirstKnown(origin) ? others.stream().findFirst() : Optional.empty();
    }

    /** Retries and dead letters of the first topic of a name say so by naming none. */
    private boolean isFirstKnown(Origin origin) {
        return entries.stream()
                .anyMatch(
                        entry -> origin.equals(entry.origin()) && !entry.place().equals(origin.place()));
    }
}
