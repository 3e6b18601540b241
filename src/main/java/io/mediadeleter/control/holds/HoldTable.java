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
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The holds that stand, by what they name. A hundred thousand of a file take some 20 MB.
 *
 * <p>A media in one sub-application is sorted behind its file, so that all of a file's holds are neighbours: a request whose
 * sub-application is not known is named by each of them. Not thread-safe.
 */
final class HoldTable {

    /** So many more holds than may stand are kept, so that calls go on as soon as enough are lifted. */
    static final int BEYOND = 10_000;

    /** A clock that goes back by less is one that is only read late. */
    private static final long CLOCKS_MAY_DIFFER = ControlReader.LEASE.toMillis();

    private final NavigableMap<String, KeptHold> holds = new TreeMap<>();
    private final HoldEnds ends = new HoldEnds();
    private long letGoUntil;

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
        KeptHold kept = kept(hold, place);
        KeptHold before = holds.get(place);
        long all = weight + kept.weight() - (before == null ? 0 : before.weight());
        if (all > most) {
            hasDropped = true;
            return;
        }
        weight = all;
        holds.put(place, kept);
        if (kept.until() != KeptHold.NEVER) {
            ends.add(new HoldEnds.End(place, kept.until()), holds.size(), this::forEachEnd);
        }
        if (hold.selector().isPause()) {
            pauses.put(place, kept.of(hold.selector()));
        }
    }

    /** Whether one was not put, as there were too many. */
    boolean hasDropped() {
        return hasDropped;
    }

    /**
     * Lets go of holds that have ended by then, those that ended first, until all count as {@code most} at most. If that clock goes back to
     * where one of them held, it is as if it had not been put.
     */
    void letGoOfEnded(long most, Instant brokerNow) {
        long now = brokerNow.toEpochMilli();
        hasDropped |= letGoUntil - now > CLOCKS_MAY_DIFFER;
        while (weight > most) {
            HoldEnds.End end = ends.poll(now);
            if (end == null) {
                return;
            }
            KeptHold ended = holds.get(end.place());
            if (ended != null && ended.until() == end.until()) {
                lift(end.place());
                letGoUntil = Math.max(letGoUntil, end.until());
            }
        }
    }

    private void forEachEnd(Consumer<HoldEnds.End> action) {
        holds.forEach((place, kept) -> {
            if (kept.until() != KeptHold.NEVER) {
                action.accept(new HoldEnds.End(place, kept.until()));
            }
        });
    }

    void lift(Selector selector) {
        lift(place(selector));
    }

    private void lift(String place) {
        KeptHold gone = holds.remove(place);
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

    /** As how many those of these count that are so. */
    long weight(Predicate<Hold> wanted) {
        return holds.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue().of(selector(entry.getKey()))))
                .mapToLong(entry -> entry.getValue().weight())
                .sum();
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
        for (Map.Entry<String, KeptHold> entry : holds.entrySet()) {
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
        for (Map.Entry<String, KeptHold> entry : holds.tailMap(prefix, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                return Optional.empty();
            }
            Hold hold = entry.getValue().of(selector(entry.getKey()));
            if (hold.isInForce(brokerNow)) {
                return Optional.of(hold);
            }
        }
        return Optional.empty();
    }

    /** A file of holds has one reason and one author: each is kept once. */
    private KeptHold kept(Hold hold, String place) {
        String reason = cut(hold.reason());
        String by = hold.by() == null ? null : cut(hold.by());
        boolean hasItsReason = !reason.equals(lastReason);
        boolean hasItsAuthor = by != null && !by.equals(lastBy);
        lastReason = hasItsReason ? reason : lastReason;
        lastBy = by == null || hasItsAuthor ? by : lastBy;
        return KeptHold.of(
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
