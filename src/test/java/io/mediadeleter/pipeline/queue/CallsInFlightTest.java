package io.mediadeleter.pipeline.queue;

import static io.mediadeleter.pipeline.Deliveries.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.time.Signal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallsInFlightTest {

    private static final Partition HERE = new Partition("t", 0);
    private static final Partition THERE = new Partition("t", 1);

    private final Backlog backlog = new Backlog(new Signal());
    private final CallsInFlight inFlight = backlog.inFlight();
    private final Deliveries deliveries = new Deliveries();

    CallsInFlightTest() {
        backlog.own(Set.of(HERE, THERE));
    }

    private void add(Partition partition, String fileId) {
        backlog.add(deliveries.of(partition, fileId, WHOLE), Instant.EPOCH);
    }

    private DeleteCall take() {
        return backlog.take(any -> Optional.empty()).call().orElseThrow();
    }

    @Test
    void deliveries_areInFlightFromTheirTakingUntilTheirCallIsResolved() {
        add(HERE, "1");
        add(THERE, "1");
        add(HERE, "2");

        DeleteCall shared = take();
        DeleteCall alone = take();
        assertThat(inFlight.deliveries()).isEqualTo(Map.of(HERE, 2, THERE, 1));

        inFlight.resolved(shared);
        assertThat(inFlight.deliveries()).isEqualTo(Map.of(HERE, 1));
        backlog.disown(Set.of(HERE));
        assertThat(inFlight.anyOf(Set.of(HERE)))
                .as("a call that runs is not forgotten")
                .isTrue();
        assertThat(inFlight.anyOf(Set.of(THERE))).isFalse();
        inFlight.resolved(alone);
        assertThat(inFlight.deliveries()).isEmpty();
    }

    @Test
    void call_takesAWorkerHoweverSoonItIsResolved() {
        add(HERE, "1");
        DeleteCall call = take();

        inFlight.resolved(call);
        assertThat(inFlight.calls()).containsExactly(call);

        inFlight.workerFreed(call);
        assertThat(inFlight.calls()).isEmpty();
    }

    @Test
    void callThatIsMadeAgainBeforeItsFirstWorkerIsFree_takesTwo() {
        add(HERE, "1");
        DeleteCall throttled = take();
        inFlight.resolved(throttled);
        backlog.putBack(throttled);
        DeleteCall again = take();

        assertThat(inFlight.calls()).hasSize(2);
        inFlight.workerFreed(throttled);
        assertThat(inFlight.calls()).containsExactly(again);
        assertThat(inFlight.deliveries()).isEqualTo(Map.of(HERE, 1));
    }
}
