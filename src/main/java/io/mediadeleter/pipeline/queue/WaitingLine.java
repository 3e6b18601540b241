package io.mediadeleter.pipeline.queue;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.time.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The media of one lane that wait for a call, the one with the oldest request first.
 *
 * <p>Records come partition by partition. After a takeover that would put the newest request of one partition before the oldest
 * of another, which has waited since the kill. So a request stands where it would stand had it come when it was published. A timestamp is its
 * publisher's word, though: it brings a request forward by {@link #HEAD_START} at most, and never past one that is before it in
 * its own partition. Not thread-safe.
 */
final class WaitingLine {

    /** Longer than partitions are without an owner when an instance dies. */
    static final Duration HEAD_START = Duration.ofSeconds(10);

    private record Place(Instant since, long number) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::since).thenComparingLong(Place::number);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private record Waiting(Place place, List<Delivery> deliveries) {}

    private final Map<MediaId, Waiting> byMedia = new HashMap<>();
    private final NavigableMap<Place, MediaId> line = new TreeMap<>();
    private final Map<Partition, Instant> last = new HashMap<>();
    private long numbers;
    private int deliveries;

    /** Puts the delivery, which has come at {@code now}, in line as one that has waited since then. */
    void add(Delivery delivery, Instant since, Instant now) {
        MediaId media = delivery.request().media();
        Instant before = last.getOrDefault(delivery.partition(), Instant.MIN);
        Place place = new Place(bounded(since, before, now), numbers++);
        last.put(delivery.partition(), place.since());
        Waiting waiting = byMedia.get(media);
        if (waiting == null || place.compareTo(waiting.place()) < 0) {
            List<Delivery> all = waiting == null ? new ArrayList<>(1) : waiting.deliveries();
            if (waiting != null) {
                line.remove(waiting.place());
            }
            waiting = new Waiting(place, all);
            byMedia.put(media, waiting);
            line.put(place, media);
        }
        waiting.deliveries().add(delivery);
        deliveries++;
    }

    /** The media whose turn it is; null when none waits. */
    @Nullable
    MediaId first() {
        return line.isEmpty() ? null : line.firstEntry().getValue();
    }

    /** Takes those of the media's deliveries that are chosen; asks once for each, in the order in which they came. */
    void take(MediaId media, Predicate<Delivery> chosen) {
        Waiting waiting = byMedia.get(media);
        if (waiting != null) {
            removeIf(waiting, chosen);
            if (waiting.deliveries().isEmpty()) {
                byMedia.remove(media);
                line.remove(waiting.place());
            }
        }
    }

    /** Drops what is not of these partitions. */
    void keepOnly(Set<Partition> kept) {
        last.keySet().retainAll(kept);
        for (Iterator<MediaId> media = line.values().iterator(); media.hasNext(); ) {
            MediaId next = media.next();
            Waiting waiting = Objects.requireNonNull(byMedia.get(next));
            removeIf(waiting, delivery -> !kept.contains(delivery.partition()));
            if (waiting.deliveries().isEmpty()) {
                byMedia.remove(next);
                media.remove();
            }
        }
    }

    /** How many media wait. */
    int media() {
        return byMedia.size();
    }

    /** How many requests wait. */
    int deliveries() {
        return deliveries;
    }

    private void removeIf(Waiting waiting, Predicate<Delivery> gone) {
        int before = waiting.deliveries().size();
        waiting.deliveries().removeIf(gone);
        deliveries -= before - waiting.deliveries().size();
    }

    /** Never later than now: the clock may have been set back since another came. */
    private static Instant bounded(Instant since, Instant before, Instant now) {
        return Instants.earlier(now, Instants.later(since, Instants.later(before, now.minus(HEAD_START))));
    }
}
