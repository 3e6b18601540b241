package io.mediadeleter.pipeline.queue;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a token, in the order in which it gets one.
 *
 * <p>Within a lane the media with the oldest request is next ({@link WaitingLine}), with all the requests for it that wait in any
 * lane: they share the call. Live requests go first; but while the lower lanes have work, one call in {@value #LOWER_LANES_TURN} is
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

    private final Map<Lane, WaitingLine> lanes = new EnumMap<>(Lane.class);
    private long taken;
    private long lowerTaken;
    private boolean isLastLower;
    private long nextTurn;

    PriorityLanes() {
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new WaitingLine());
        }
    }

    /** Puts the delivery, which has come at {@code now}, in its lane's line as one that has waited since then. */
    void add(Delivery delivery, Instant since, Instant now) {
        line(delivery.lane()).add(delivery, since, now);
    }

    /** Calls that wait. */
    int size() {
        int calls = 0;
        for (WaitingLine line : lanes.values()) {
            calls += line.media();
        }
        return calls;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** How many deliveries of each lane wait. */
    Map<Lane, Integer> waiting() {
        Map<Lane, Integer> waiting = new EnumMap<>(Lane.class);
        lanes.forEach((lane, line) -> waiting.put(lane, line.deliveries()));
        return waiting;
    }

    /** Drops what is not of these partitions. */
    void keepOnly(Set<Partition> kept) {
        lanes.values().forEach(line -> line.keepOnly(kept));
    }

    /** Takes the next call; empty when nothing waits. */
    Optional<DeleteCall> take() {
        List<Lane> order = order();
        for (Lane lane : order) {
            MediaId media = line(lane).first();
            if (media != null) {
                isLastLower = lane != Lane.LIVE;
                taken++;
                lowerTaken += isLastLower ? 1 : 0;
                DeleteCall call = DeleteCall.sharedBy(takeAll(media, order), nextTurn);
                nextTurn += call.deliveries().size();
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    /** The call that was taken last is not made: the turn is its lane's still. */
    void returnTurn() {
        taken--;
        lowerTaken -= isLastLower ? 1 : 0;
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
        order.forEach(lane -> line(lane).take(media, sharing::take));
        return sharing.deliveries;
    }

    private WaitingLine line(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
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
