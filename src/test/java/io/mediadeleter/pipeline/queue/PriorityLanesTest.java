package io.mediadeleter.pipeline.queue;

import static io.mediadeleter.pipeline.Deliveries.WHOLE;
import static io.mediadeleter.pipeline.Deliveries.parts;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Scope;
import io.mediadeleter.pipeline.Deliveries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PriorityLanesTest {

    private static final List<Lane> LANES = List.of(Lane.values());

    private static final List<Lane> LOWER = List.of(Lane.RETRY, Lane.REPLAY, Lane.BULK);

    private PriorityLanes lanes = new PriorityLanes();
    private final Deliveries deliveries = new Deliveries();

    private Delivery add(Lane lane, String fileId, Scope scope) {
        Delivery delivery = deliveries.inLane(lane, fileId, scope);
        lanes.add(delivery, Instant.EPOCH, Instant.EPOCH);
        return delivery;
    }

    private List<Delivery> take() {
        return lanes.take().orElseThrow().deliveries();
    }

    @Test
    void withinALane_theOldestIsFirst() {
        Delivery first = add(Lane.LIVE, "1", WHOLE);
        Delivery second = add(Lane.LIVE, "2", WHOLE);

        assertThat(take()).containsExactly(first);
        assertThat(take()).containsExactly(second);
        assertThat(lanes.take()).isEmpty();
    }

    @Test
    void whileLiveOnesWait_oneCallInTenIsALowerLanes() {
        IntStream.range(0, 100).forEach(i -> add(Lane.LIVE, "live" + i, WHOLE));
        IntStream.range(0, 100).forEach(i -> add(Lane.RETRY, "retry" + i, WHOLE));
        add(Lane.REPLAY, "replay", WHOLE);

        List<Lane> taken =
                IntStream.range(0, 50).mapToObj(i -> take().get(0).lane()).toList();

        assertThat(taken).filteredOn(lane -> lane != Lane.LIVE).hasSize(5).contains(Lane.REPLAY);
        assertThat(taken).filteredOn(Lane.LIVE::equals).hasSize(45);
    }

    @Test
    void belowTheLiveLane_retriesHaveHalfAndReplaysAndBulkAQuarterEach() {
        for (Lane lane : LOWER) {
            IntStream.range(0, 100).forEach(i -> add(lane, lane + "-" + i, WHOLE));
        }

        List<Lane> taken =
                IntStream.range(0, 100).mapToObj(i -> take().get(0).lane()).toList();

        assertThat(taken).filteredOn(Lane.RETRY::equals).hasSize(50);
        assertThat(taken).filteredOn(Lane.REPLAY::equals).hasSize(25);
        assertThat(taken).filteredOn(Lane.BULK::equals).hasSize(25);
    }

    @Test
    void withoutLiveOnes_retriesGoBeforeReplays() {
        add(Lane.REPLAY, "1", WHOLE);
        add(Lane.RETRY, "2", WHOLE);

        assertThat(take().get(0).lane()).isEqualTo(Lane.RETRY);
        assertThat(take().get(0).lane()).isEqualTo(Lane.REPLAY);
    }

    @Test
    void requestsForOneMedia_shareACallAcrossLanes() {
        Delivery live = add(Lane.LIVE, "1", parts(0, 2));
        Delivery replay = add(Lane.REPLAY, "1", parts(1, 2));

        DeleteCall call = lanes.take().orElseThrow();

        assertThat(call.deliveries()).containsExactly(live, replay);
        assertThat(call.scope()).isEqualTo(parts(0, 3));
        assertThat(lanes.isEmpty()).isTrue();
    }

    @Test
    void partsBeyondTheBound_waitForTheNextCallInTheirPlace() {
        Delivery first = add(Lane.LIVE, "1", parts(0, 60));
        Delivery tooMany = add(Lane.LIVE, "1", parts(60, 60));
        Delivery fits = add(Lane.LIVE, "1", parts(60, 40));
        add(Lane.LIVE, "2", WHOLE);

        assertThat(take()).containsExactly(first, fits);
        assertThat(take()).containsExactly(tooMany);
    }

    @Test
    void singleRequestBeyondTheBound_goesAlone() {
        Delivery large = add(Lane.LIVE, "1", parts(0, 2 * PriorityLanes.MAX_PARTS));
        Delivery small = add(Lane.LIVE, "1", parts(500, 1));

        assertThat(take()).containsExactly(large);
        assertThat(take()).containsExactly(small);
    }

    @Test
    void wholeDeletion_coversAnyNumberOfParts() {
        add(Lane.LIVE, "1", parts(0, PriorityLanes.MAX_PARTS));
        add(Lane.LIVE, "1", WHOLE);
        add(Lane.LIVE, "1", parts(500, PriorityLanes.MAX_PARTS));

        assertThat(lanes.take().orElseThrow().scope()).isEqualTo(WHOLE);
        assertThat(lanes.isEmpty()).isTrue();
    }

    @Test
    void requestsBeyondTheBound_shareTheNextCall() {
        IntStream.range(0, PriorityLanes.MAX_SHARED + 1).forEach(i -> add(Lane.LIVE, "1", WHOLE));

        assertThat(take()).hasSize(PriorityLanes.MAX_SHARED);
        assertThat(take()).hasSize(1);
    }

    @Test
    void keepOnly_dropsTheRest() {
        Delivery kept = add(Lane.LIVE, "1", WHOLE);
        add(Lane.RETRY, "1", WHOLE);
        add(Lane.RETRY, "2", WHOLE);

        lanes.keepOnly(Set.of(kept.partition()));

        assertThat(lanes.size()).isEqualTo(1);
        assertThat(lanes.waiting()).containsEntry(Lane.LIVE, 1).containsEntry(Lane.RETRY, 0);
        assertThat(take()).containsExactly(kept);
    }

    @Test
    void lowerLanesTurn_isItsOwnAlsoWhenTheBoundLeavesRequestsOut() {
        Delivery retry = add(Lane.RETRY, "1", parts(500, 1));
        IntStream.range(1, PriorityLanes.LOWER_LANES_TURN).forEach(i -> {
            add(Lane.LIVE, "live" + i, WHOLE);
            take();
        });
        Delivery live = add(Lane.LIVE, "1", parts(0, PriorityLanes.MAX_PARTS));

        assertThat(take()).containsExactly(retry);
        assertThat(take()).containsExactly(live);
    }

    /**
     * What a lane is promised, told without looking at how it is done: whenever it has had work all along, its share of the
     * calls since then is as large as promised, but for the turns that it may have to wait.
     */
    @Property(tries = 500)
    void laneThatHasWork_getsItsShareWhateverComesAndGoes(
            @ForAll @Size(min = 1, max = 400) List<@IntRange(min = 0, max = 29) Integer> steps) {
        lanes = new PriorityLanes(); // all tries have this instance, and a try leaves requests behind
        Map<Lane, Integer> waiting = new EnumMap<>(Lane.class);
        List<Lane> calls = new ArrayList<>();
        Map<Lane, Integer> busySince = new EnumMap<>(Lane.class);
        int added = 0;
        for (int step : steps) {
            if (step < 2 * LANES.size()) {
                Lane lane = LANES.get(step / 2);
                for (int i = 0; i <= step % 2 * 20; i++) {
                    add(lane, "media" + added++, WHOLE);
                    waiting.merge(lane, 1, Integer::sum);
                }
                busySince.putIfAbsent(lane, calls.size());
            } else if (!lanes.isEmpty()) {
                Lane lane = take().get(0).lane();
                calls.add(lane);
                if (waiting.merge(lane, -1, Integer::sum) == 0) {
                    busySince.remove(lane);
                }
            }
            busySince.forEach((lane, since) -> assertShare(lane, calls.subList(since, calls.size())));
        }
    }

    private static void assertShare(Lane busy, List<Lane> calls) {
        long own = calls.stream().filter(busy::equals).count();
        long lower = calls.stream().filter(LOWER::contains).count();
        if (busy == Lane.LIVE) {
            assertThat(lower).isLessThanOrEqualTo(calls.size() / PriorityLanes.LOWER_LANES_TURN + 1);
        } else {
            assertThat(lower).isGreaterThanOrEqualTo(calls.size() / PriorityLanes.LOWER_LANES_TURN);
            assertThat(own).isGreaterThanOrEqualTo(lower / 4);
        }
    }

    @Property(tries = 200)
    void withinEachLane_mediaComeOutInTheirOrder(@ForAll @Size(max = 100) List<Lane> added) {
        List<Delivery> waiting = new ArrayList<>();
        for (Lane lane : added) {
            waiting.add(add(lane, "media" + waiting.size(), WHOLE));
        }
        List<Delivery> taken = Stream.generate(lanes::take)
                .takeWhile(Optional::isPresent)
                .flatMap(call -> call.orElseThrow().deliveries().stream())
                .toList();

        for (Lane lane : LANES) {
            assertThat(taken)
                    .filteredOn(delivery -> delivery.lane() == lane)
                    .containsExactlyElementsOf(waiting.stream()
                            .filter(delivery -> delivery.lane() == lane)
                            .toList());
        }
    }

    @Property(tries = 200)
    void whateverIsAdded_comesOutOnceWithinTheBounds(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 299) Integer> requests) {
        Set<Delivery> added = new HashSet<>();
        for (int request : requests) {
            Scope scope = request % 7 == 0 ? WHOLE : parts(request, 1 + request % 50);
            added.add(add(LANES.get(request % LANES.size()), "media" + request % 5, scope));
        }
        List<Delivery> taken = new ArrayList<>();
        for (var call = lanes.take(); call.isPresent(); call = lanes.take()) {
            taken.addAll(call.get().deliveries());
            int parts = call.get().scope().match(() -> 0, List::size);
            assertThat(call.get().deliveries()).hasSizeLessThanOrEqualTo(PriorityLanes.MAX_SHARED);
            assertThat(parts).isLessThanOrEqualTo(PriorityLanes.MAX_PARTS);
        }

        assertThat(taken).hasSameSizeAs(added).containsExactlyInAnyOrderElementsOf(added);
    }
}
