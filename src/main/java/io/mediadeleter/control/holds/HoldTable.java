package io.mediadeleter.control.holds;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.Selector.Kind;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.text.Excerpt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The holds that stand, by what they name. A hundred thousand of a file take some 20 MB.
 *
 * <p>A media in one sub-application is sorted behind its file, so that all of a file's holds are neighbours: a request whose
 * sub-application is not known is named by each of them. Not thread-safe.
 */
final class HoldTable {

    /** What is kept of a hold beside its key; times in milliseconds, for their size. */
    private record Kept(String reason, @Nullable String by, long since, long until, int weight) {

        private static final long NEVER = Long.MAX_VALUE;

        static Kept of(Hold hold, int weight) {
            Instant until = hold.until();
            return new Kept(
                    hold.reason(),
                    hold.by(),
                    hold.since().toEpochMilli(),
                    until == null ? NEVER : millis(until),
                    weight);
        }

        /** Of all that can be written, years 0 to 9999, none overflows; what lies beyond never comes. */
        private static long millis(Instant until) {
            try {
                return until.toEpochMilli();
            } catch (ArithmeticException never) {
                return NEVER;
            }
        }

        Hold of(Selector selector) {
            return new Hold(
                    selector,
                    reason,
                    by,
                    Instant.ofEpochMilli(since),
                    until == NEVER ? null : Instant.ofEpochMilli(until));
        }
    }

    private final NavigableMap<String, Kept> holds = new TreeMap<>();

    /** A second index: holds that stop all calls, read before every call. */
    private final NavigableMap<String, Hold> pauses = new TreeMap<>();

    private long weight;
    private boolean hasDropped;
    private String lastReason = "";
    private @Nullable String lastBy;

    void put(Hold hold) {
        put(hold, Long.MAX_VALUE);
    }

    /** The same, unless they would count as more than {@code most}. */
    void put(Hold hold, long most) {
        String place = place(hold.selector());
        Kept kept = kept(hold, place);
        Kept before = holds.get(place);
        long all = weight + kept.weight() - (before == null ? 0 : before.weight());
        if (all > most) {
            hasDropped = true;
            return;
        }
        weight = all;
        holds.put(place, kept);
        if (hold.selector().isPause()) {
            pauses.put(place, kept.of(hold.selector()));
        }
    }

    /** Whether one was not put, as there were too many. */
    boolean hasDropped() {
        return hasDropped;
    }

    void lift(Selector selector) {
        String place = place(selector);
        Kept gone = holds.remove(place);
        weight -= gone == null ? 0 : gone.weight();
        pauses.remove(place);
    }

    int size() {
        return holds.size();
    }

    /** As how many they count; see {@link HoldWeight}. */
    long weight() {
        return weight;
    }

    /** The hold of this very selector. */
    Optional<Hold> get(Selector selector) {
        return Optional.ofNullable(holds.get(place(selector))).map(kept -> kept.of(selector));
    }

    /** All holds, those that have ended by themselves among them, in the order of what they name. */
    List<Hold> all() {
        List<Hold> all = new ArrayList<>(holds.size());
        holds.forEach((place, kept) -> all.add(kept.of(selector(place))));
        return all;
    }

    /** Hands on all holds in that order, one by one, until {@code goesOn} says false. */
    void forEach(Predicate<Hold> goesOn) {
        for (Map.Entry<String, Kept> entry : holds.entrySet()) {
            if (!goesOn.test(entry.getValue().of(selector(entry.getKey())))) {
                return;
            }
        }
    }

    /** How many holds are so. */
    long count(Predicate<Hold> wanted) {
        return holds.entrySet().stream()
                .map(entry -> entry.getValue().of(selector(entry.getKey())))
                .filter(wanted)
                .count();
    }

    /** What stops all calling at {@code brokerNow}. */
    List<Hold> pauses(Instant brokerNow) {
        return pauses.isEmpty()
                ? List.of()
                : pauses.values().stream()
                        .filter(pause -> pause.isInForce(brokerNow))
                        .toList();
    }

    /**
     * A hold that names the request at {@code brokerNow}, pauses aside; of several the one that says most precisely what it
     * means, so that whoever lifts that one finds the request. Empty when none does.
     */
    Optional<Hold> naming(DeleteRequest request, Instant brokerNow) {
        if (holds.isEmpty()) {
            return Optional.empty();
        }
        MediaId media = request.media();
        Long subApp = media.subAppId();
        return exactly(new Selector(Kind.EVENT, null, request.eventId()), brokerNow)
                .or(() -> exactly(new Selector(Kind.MEDIA, null, media.fileId()), brokerNow))
                .or(() -> subApp == null
                        ? first(Kind.MEDIA.prefix() + ":" + media.fileId() + "/", brokerNow)
                        : exactly(Selector.of(media), brokerNow))
                .or(() -> exactly(Kind.CORRELATION, request.correlationId(), brokerNow))
                .or(() -> exactly(Kind.REQUESTED_BY, request.requestedBy(), brokerNow))
                .or(() -> subApp == null
                        ? first(Kind.SUB_APP.prefix() + ":", brokerNow)
                        : exactly(new Selector(Kind.SUB_APP, null, subApp.toString()), brokerNow));
    }

    private Optional<Hold> exactly(Kind kind, @Nullable String name, Instant brokerNow) {
        return name == null ? Optional.empty() : exactly(new Selector(kind, null, name), brokerNow);
    }

    private Optional<Hold> exactly(Selector selector, Instant brokerNow) {
        return get(selector).filter(hold -> hold.isInForce(brokerNow));
    }

    private Optional<Hold> first(String prefix, Instant brokerNow) {
        return holds.tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> entry.getValue().of(selector(entry.getKey())))
                .filter(hold -> hold.isInForce(brokerNow))
                .findFirst();
    }

    /** A file of holds has one reason and one author: each is kept once. */
    private Kept kept(Hold hold, String place) {
        String reason = cut(hold.reason());
        String by = hold.by() == null ? null : cut(hold.by());
        boolean hasItsReason = !reason.equals(lastReason);
        boolean hasItsAuthor = by != null && !by.equals(lastBy);
        lastReason = hasItsReason ? reason : lastReason;
        lastBy = by == null || hasItsAuthor ? by : lastBy;
        return Kept.of(
                new Hold(hold.selector(), lastReason, lastBy, hold.since(), hold.until()),
                HoldWeight.of(
                        place, hold.selector().isPause(), hasItsReason ? reason : null, hasItsAuthor ? by : null));
    }

    private static String cut(String text) {
        return text.length() > Hold.LONGEST_REASON ? Excerpt.of(text, Hold.LONGEST_REASON) : text;
    }

    private static String place(Selector selector) {
        return selector.subAppId() == null
                ? selector.toString()
                : selector.kind().prefix() + ":" + selector.name() + "/" + selector.subAppId();
    }

    private static Selector selector(String place) {
        int slash = place.startsWith(Kind.MEDIA.prefix() + ":") ? place.indexOf('/') : -1;
        String text = slash < 0
                ? place
                : Kind.MEDIA.prefix() + ":" + place.substring(slash + 1) + "/"
                        + place.substring(Kind.MEDIA.prefix().length() + 1, slash);
        return Selector.parse(text).orElseThrow();
    }
}
