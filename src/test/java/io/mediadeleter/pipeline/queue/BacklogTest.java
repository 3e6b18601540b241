package io.mediadeleter.pipeline.queue;

import static io.mediadeleter.pipeline.Deliveries.WHOLE;
import static io.mediadeleter.pipeline.Deliveries.parts;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.time.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final Partition HERE = new Partition("t", 0);
    private static final Partition THERE = new Partition("t", 1);

    private static final Fault HELD = Fault.held("Hold.Correlation", "correlation:c", "withdrawn");

    private final Signal work = new Signal();
    private final Backlog backlog = new Backlog(work);
    private final Deliveries deliveries = new Deliveries();

    BacklogTest() {
        backlog.own(Set.of(HERE, THERE));
    }

    private Delivery add(Partition partition, String fileId, Scope scope) {
        Delivery delivery = deliveries.of(partition, fileId, scope);
        backlog.add(delivery, Instant.EPOCH);
        return delivery;
    }

    private DeleteCall take() {
        return backlog.take(any -> Optional.empty()).call().orElseThrow();
    }

    @Test
    void whatIsPutBack_goesBeforeAllThatCameLater() {
        Delivery first = add(HERE, "1", WHOLE);
        Delivery second = add(HERE, "2", WHOLE);

        DeleteCall throttled = take();
        backlog.inFlight().resolved(throttled);
        backlog.putBack(throttled);

        assertThat(backlog.size()).isEqualTo(2);
        assertThat(backlog.waiting()).containsEntry(Lane.LIVE, 2);
        assertThat(take().deliveries()).containsExactly(first);
        assertThat(take().deliveries()).containsExactly(second);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void whatIsAddedLast_standsBehindYoungerRequests() {
        Delivery old = deliveries.of(HERE, "1", WHOLE);
        Instant now = old.message().timestamp().plusSeconds(3);
        Delivery young = deliveries.inGrace(THERE, now.minusSeconds(1));

        backlog.add(young, now);
        backlog.add(old, now);
        assertThat(take().deliveries()).containsExactly(old);
        backlog.addLast(old, now);

        assertThat(take().deliveries()).containsExactly(young);
        assertThat(take().deliveries()).containsExactly(old);
    }

    @Test
    void callsThatArePutBack_standAsTheyStoodHoweverTheyEnd() {
        Delivery first = add(HERE, "1", WHOLE);
        Delivery second = add(THERE, "2", WHOLE);
        Delivery third = add(HERE, "3", WHOLE);
        List<DeleteCall> throttled = List.of(take(), take(), take());

        backlog.putBack(throttled.get(1));
        backlog.putBack(throttled.get(2));
        backlog.putBack(throttled.get(0));
        backlog.putBack(take());

        assertThat(take().deliveries()).containsExactly(first);
        assertThat(take().deliveries()).containsExactly(second);
        assertThat(take().deliveries()).containsExactly(third);
    }

    @Test
    void sharedCallThatIsPutBackOneByOne_keepsTheOrderOfItsRequests() {
        Delivery first = add(HERE, "1", parts(0, 1));
        Delivery second = add(THERE, "1", parts(1, 1));
        Delivery later = add(HERE, "2", WHOLE);
        DeleteCall shared = take();
        DeleteCall behind = take();
        backlog.putBack(behind);

        shared.oneByOne().forEach(backlog::putBack);
        DeleteCall throttled = take();
        assertThat(throttled.scope()).isEqualTo(parts(0, 1));
        backlog.putBack(throttled);

        assertThat(take().deliveries()).containsExactly(first);
        assertThat(take().deliveries()).containsExactly(second);
        assertThat(take().deliveries()).containsExactly(later);
    }

    private void wait(Lane lane, int requests, String name) {
        backlog.own(Set.of(new Partition(lane.name(), 0)));
        IntStream.range(0, requests).forEach(i -> backlog.add(deliveries.inLane(lane, name + i, WHOLE), Instant.EPOCH));
    }

    /** The lanes of the calls of so many turns, some of which may have none; what is named so may not be called. */
    private List<Lane> lanesOf(int turns, String held) {
        return IntStream.range(0, turns)
                .mapToObj(turn -> backlog.take(delivery ->
                        delivery.request().media().fileId().startsWith(held) ? Optional.of(HELD) : Optional.empty()))
                .flatMap(taken -> taken.call().stream())
                .map(call -> call.deliveries().get(0).lane())
                .toList();
    }

    @Test
    void whatMayNotBeCalled_takesNoneOfItsLanesTurns() {
        wait(Lane.LIVE, 1_000, "live");
        wait(Lane.BULK, 100, "held");
        wait(Lane.BULK, 100, "free");

        assertThat(lanesOf(500, "held")).filteredOn(Lane.BULK::equals).hasSize(50);
    }

    @Test
    void muchThatMayNotBeCalled_holdsUpNoOtherLane() {
        wait(Lane.LIVE, 100, "live");
        wait(Lane.BULK, 2_000, "held");

        assertThat(lanesOf(20, "held")).filteredOn(Lane.LIVE::equals).hasSize(18);
    }

    @Test
    void whatIsPutBackOfAPartitionThatWent_isDropped() {
        add(HERE, "1", WHOLE);
        DeleteCall throttled = take();
        backlog.disown(Set.of(HERE));
        work.lower();

        backlog.putBack(throttled);

        assertThat(backlog.take(any -> Optional.empty()).call()).isEmpty();
        assertThat(work.lower()).as("woken for nothing").isFalse();
    }

    @Test
    void disowned_isNeverTaken() {
        add(HERE, "1", WHOLE);
        Delivery kept = add(THERE, "2", WHOLE);

        backlog.disown(Set.of(HERE));
        add(HERE, "3", WHOLE);

        assertThat(take().deliveries()).containsExactly(kept);
        assertThat(backlog.take(any -> Optional.empty()).call()).isEmpty();
    }

    @Test
    void wholeDeletionThatIsDisowned_doesNotWidenTheCallThatWasPutBack() {
        add(HERE, "1", WHOLE);
        Delivery kept = add(THERE, "1", parts(0, 2));
        DeleteCall shared = take();
        assertThat(shared.scope()).isEqualTo(WHOLE);
        backlog.putBack(shared);

        backlog.disown(Set.of(HERE));

        DeleteCall left = take();
        assertThat(left.deliveries()).containsExactly(kept);
        assertThat(left.scope()).isEqualTo(parts(0, 2));
    }

    @Test
    void work_isSignalledOnlyWhenThereIsSomethingToTake() {
        backlog.disown(Set.of(THERE));
        add(THERE, "1", WHOLE);
        assertThat(work.lower()).isFalse();

        add(HERE, "1", WHOLE);
        assertThat(work.lower()).isTrue();
        DeleteCall throttled = take();
        backlog.putBack(throttled);
        assertThat(work.lower()).isTrue();
    }
}
