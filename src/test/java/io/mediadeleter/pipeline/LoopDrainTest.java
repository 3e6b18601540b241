package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.time.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is settled is committed before partitions go, whatever happened to earlier commits. */
class LoopDrainTest implements IdleRequestLog {

    private static final Partition PARTITION = new Partition("requested", 0);

    private final StoppedTime time = new StoppedTime();
    private final Queue<Delivery> arriving = new ArrayDeque<>();
    private final List<Long> committed = new ArrayList<>();
    private boolean isBrokerDown;
    private boolean hasGroupChanged;
    private final Loop loop = loop();

    /** A record is settled and waits for its commit. */
    LoopDrainTest() {
        loop.assigned(Set.of(PARTITION), 1, Map.of(), Map.of());
        arriving.add(malformed(0));
        loop.turn();
    }

    @Test
    void settlementsBehindAnAbortedBatch_areCommittedToo() {
        isBrokerDown = true;
        arriving.add(malformed(1));
        loop.turn();
        isBrokerDown = false;

        loop.revoked(Set.of(PARTITION));

        assertThat(committed).containsExactly(0L, 1L);
    }

    @Test
    void brokerThatStaysDown_isWaitedForNoLongerThanTheLimit() {
        isBrokerDown = true;

        loop.revoked(Set.of(PARTITION));

        assertThat(committed).isEmpty();
        assertThat(Duration.ofNanos(time.nanoTime())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    /** As after a failure, which has a deadline of its own. */
    @Test
    void drainThatIsToBeShort_isShorterThanTheLimit() {
        isBrokerDown = true;

        loop.drain(Duration.ofSeconds(2));

        assertThat(Duration.ofNanos(time.nanoTime())).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void groupThatHasChanged_isFollowedSoThatWhatIsSettledIsCommitted() {
        hasGroupChanged = true;

        loop.drain(Duration.ofMinutes(1));

        assertThat(committed).containsExactly(0L);
    }

    @Test
    void whatArrivesDuringADrain_isNotTakenIn() {
        hasGroupChanged = true;
        arriving.add(malformed(1));

        loop.drain(Duration.ofMinutes(1));

        assertThat(arriving).isEmpty();
        assertThat(committed).containsExactly(0L);
    }

    private Loop loop() {
        MediaStore store = (media, scope, stillMay, whenEnded) -> {
            throw new AssertionError("nothing is to be called");
        };
        return new Loop(
                PlainParts.of(this, store, new SilentTelemetry(), time, Duration.ofSeconds(4)),
                new Backlog(new Signal()),
                new CompletedCalls(this),
                PlainParts.gates(time));
    }

    private static Delivery malformed(long offset) {
        return Deliveries.at(
                PARTITION, offset, Instant.EPOCH, Attempt.FIRST, new Content.Malformed("NoValue", "there is none"));
    }

    @Override
    public Arrivals poll(Duration atMost, Assignment assignment) {
        hasGroupChanged = false;
        time.pass(atMost);
        Delivery next = arriving.poll();
        return next == null
                ? new Arrivals(List.of(), Map.of())
                : new Arrivals(List.of(next), Map.of(PARTITION, next.offset() + 1));
    }

    @Override
    public Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        if (isBrokerDown || hasGroupChanged) {
            return Commit.ABORTED;
        }
        settlements.forEach(settled -> committed.add(settled.delivery().offset()));
        return Commit.DONE;
    }
}
