package io.mediadeleter.pipeline;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.MediaId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What waits for a token, in the order in which it gets one.
 *
 * <p>Within a lane the media whose oldest request came first is next, with all the requests for it that wait in any lane:
 * they share the call. Live requests go before retries, retries before replays; but while the lower lanes have work, one
 * call in {@value #LOWER_LANES_TURN} is theirs. Not thread-safe.
 */
final class Lanes {

    /** Of this many calls one belongs to the lanes below the live one. */
    static final int LOWER_LANES_TURN = 10;

    /** Requests that may share a call. */
    static final int MAX_SHARED = 100;

    private static final List<Lane> LIVE_FIRST = List.of(Lane.LIVE, Lane.RETRY, Lane.REPLAY);
    private static final List<Lane> LOWER_FIRST = List.of(Lane.RETRY, Lane.REPLAY, Lane.LIVE);

    private final Map<Lane, Map<MediaId, List<Delivery>>> lanes = new EnumMap<>(Lane.class);
    private int taken;

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
        boolean lowerFirst = taken % LOWER_LANES_TURN == LOWER_LANES_TURN - 1;
        for (Lane lane : lowerFirst ? LOWER_FIRST : LIVE_FIRST) {
            Iterator<MediaId> media =
                    lanes.getOrDefault(lane, Map.of()).keySet().iterator();
            if (media.hasNext()) {
                taken++;
                return Optional.of(DeleteCall.sharedBy(takeAll(media.next())));
            }
        }
        return Optional.empty();
    }

    private List<Delivery> takeAll(MediaId media) {
        List<Delivery> shared = new ArrayList<>();
        for (Map<MediaId, List<Delivery>> lane : lanes.values()) {
            lane.computeIfPresent(media, (same, waiting) -> {
                List<Delivery> oldest = waiting.subList(0, Math.min(waiting.size(), MAX_SHARED - shared.size()));
                shared.addAll(oldest);
                oldest.clear();
                return waiting.isEmpty() ? null : waiting;
            });
        }
        return shared;
    }
}
