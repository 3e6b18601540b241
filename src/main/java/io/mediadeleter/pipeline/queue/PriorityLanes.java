package io.mediadeleter.pipeline.queue;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a token, in the order in which it gets one.
 *
 * <p>Within a lane the media whose oldest request came first is next, with all the requests for it that wait in any lane:
 * they share the call. Live requests go first; but while the lower lanes have work, one call in {@value #LOWER_LANES_TURN} is
 * theirs. Of the lower lanes' calls every second begins with the retries, every fourth with the replays and every fourth
 * with bulk: whichever of them has work gets at least a quarter of what they have together. Not thread-safe.
 */
final class PriorityLanes {

    /** Of this many calls one belongs to the lanes below the live one. */
    static final int LOWER_LANES_TURN = 10;

    /** Requests that may share a call. */
    static final int MAX_SHARED = 100;

    /** Parts that requests may be united to: a call whose body is too large would fail for all of them. */
    static final int MAX_PARTS = 100;

    /** The lower lanes in the order in which they are asked, a turn of theirs each. */
    private static final List<List<Lane>> LOWER_TURNS = List.of(
            List.of(Lane.RETRY, Lane.REPLAY, Lane.BULK),
            List.of(Lane.REPLAY, Lane.RETRY, Lane.BULK),
            List.of(Lane.RETRY, Lane.REPLAY, Lane.BULK),
            List.of(Lane.BULK, Lane.RETRY, Lane.REPLAY));

    private final Map<Lane, Map<MediaId, List<Delivery>>> lanes = new EnumMap<>(Lane.class);
    private long taken;
    private long lowerTaken;
    private long nextTurn;

    void add(Delivery delivery) {
        lanes.computeIfAbsent(delivery.lane(), lane -> new LinkedHashMap<>())
                .computeIfAbsent(delivery.request().media(), media -> new ArrayList<>(1))
                .add(delivery);
    }

    /** Calls that wait. */
    int size() {
        return lanes.values().stream().mapToInt(Map::size).sum();
    }

    boolean isEmpty() {
        return lanes.values().stream().allMatch(Map::isEmpty);
    }

    /** How many deliveries of each lane wait. */
    Map<Lane, Integer> waiting() {
        Map<Lane, Integer> waiting = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            waiting.put(
                    lane,
                    lanes.getOrDefault(lane, Map.of()).values().stream()
                            .mapToInt(List::size)
                            .sum());
        }
        return waiting;
    }

    /** Drops all but these. */
    void keepOnly(Predicate<Delivery> kept) {
        lanes.values()
                .forEach(lane -> lane.values().removeIf(waiting -> {
                    waiting.removeIf(kept.negate());
                    return waiting.isEmpty();
                }));
    }

    /** Takes the next call; empty when nothing waits. */
    Optional<DeleteCall> take() {
        List<Lane> order = order();
        for (Lane lane : order) {
            Iterator<MediaId> media =
                    lanes.getOrDefault(lane, Map.of()).keySet().iterator();
            if (media.hasNext()) {
                taken++;
                lowerTaken += lane == Lane.LIVE ? 0 : 1;
                DeleteCall call = DeleteCall.sharedBy(takeAll(media.next(), order), nextTurn);
                nextTurn += call.deliveries().size();
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    private List<Lane> order() {
        List<Lane> order = new ArrayList<>(LOWER_TURNS.get((int) (lowerTaken % LOWER_TURNS.size())));
        boolean lowerFirst = taken % LOWER_LANES_TURN == LOWER_LANES_TURN - 1;
        order.add(lowerFirst ? order.size() : 0, Lane.LIVE);
        return order;
    }

    /** In the turn's order, so that a bound never leaves out the request whose turn it is. */
    private List<Delivery> takeAll(MediaId media, List<Lane> order) {
        Sharing sharing = new Sharing();
        for (Lane lane : order) {
            Map<MediaId, List<Delivery>> byMedia = lanes.get(lane);
            if (byMedia == null) {
                continue;
            }
            byMedia.computeIfPresent(media, (same, waiting) -> {
                waiting.removeIf(sharing::take); // asks once for each, the oldest first
                return waiting.isEmpty() ? null : waiting;
            });
        }
        return sharing.deliveries;
    }

    /** The deliveries that share one call, within its bounds; what does not fit keeps its place in line. */
    private static final class Sharing {

        private final List<Delivery> deliveries = new ArrayList<>();
        private @Nullable Scope scope;

        /** Takes the first, whatever it asks for, and then what fits. */
        boolean take(Delivery delivery) {
            Scope asked = delivery.request().scope();
            Scope all = scope == null ? asked : scope.union(asked);
            if (scope != null && (deliveries.size() == MAX_SHARED || parts(all) > MAX_PARTS)) {
                return false;
            }
            scope = all;
            deliveries.add(delivery);
            return true;
        }

        private static int parts(Scope scope) {
            return scope.match(() -> 0, List::size);
        }
    }
}
