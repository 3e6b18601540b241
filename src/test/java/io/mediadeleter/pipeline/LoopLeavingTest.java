package io.mediadeleter.pipeline;

import static io.mediadeleter.pipeline.LoopFixture.DRAIN_LIMIT;
import static io.mediadeleter.pipeline.LoopFixture.HERE;
import static io.mediadeleter.pipeline.LoopFixture.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.pipeline.port.RequestLog.Commit;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of calls in flight, and of all that waits, when partitions go. */
class LoopLeavingTest {

    private final LoopFixture fixture = new LoopFixture();
    private final VirtualTime time = fixture.time;
    private final FakeKafka kafka = fixture.kafka;
    private final Backlog backlog = fixture.backlog;
    private final Deliveries deliveries = fixture.deliveries;
    private final Loop loop = fixture.loop();

    @Test
    void revoked_waitsForTheCallsInFlightAndCommitsThem() {
        Delivery delivery = fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ofMillis(350));

        Duration took = fixture.elapsed(() -> loop.revoked(Set.of(HERE)));

        assertThat(took).isEqualTo(Duration.ofMillis(350));
        assertThat(kafka.settled()).containsExactly(delivery);
        assertThat(fixture.telemetry.told()).containsExactly("settled 1 in 0 ms", "gave 1, dropped 0");
    }

    @Test
    void revoked_doesNotWaitForOthersCalls() {
        fixture.arrived(loop, THERE);
        fixture.callEndsAfter(Duration.ofSeconds(1));

        assertThat(fixture.elapsed(() -> loop.revoked(Set.of(HERE)))).isZero();
    }

    @Test
    void callThatDoesNotEnd_isWaitedForNoLongerThanTheLimit() {
        fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ofMinutes(1));

        assertThat(fixture.elapsed(() -> loop.revoked(Set.of(HERE)))).isEqualTo(DRAIN_LIMIT);

        assertThat(kafka.settled()).isEmpty();
        assertThat(fixture.telemetry.told()).containsExactly("gave 1, dropped 1");
    }

    @Test
    void whatIsSettledWhileItWaits_isCommittedInTheMeantime() {
        fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ofSeconds(3));
        Delivery early = fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ofMillis(200));
        long[] committed = new long[1];
        long from = time.nanoTime();
        kafka.duringCommit = () -> committed[0] = committed[0] == 0 ? time.nanoTime() - from : committed[0];

        loop.revoked(Set.of(HERE));

        assertThat(Duration.ofNanos(committed[0])).isEqualTo(Duration.ofMillis(200));
        assertThat(kafka.settled()).hasSize(2).startsWith(early);
    }

    @Test
    void whatEndsWhileACommitIsTriedAgain_isCommittedToo() {
        Delivery here = fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ZERO);
        Delivery there = fixture.arrived(loop, THERE);
        fixture.callEndsAfter(Duration.ofMillis(150));
        kafka.answer = Commit.ABORTED;
        time.after(Duration.ofMillis(250), () -> kafka.answer = Commit.DONE);

        Duration took = fixture.elapsed(() -> loop.revoked(Set.of(HERE)));

        assertThat(took).isLessThan(Duration.ofMillis(600));
        assertThat(kafka.settled()).containsExactly(here, there);
    }

    @Test
    void whatWaitsOfARevokedPartition_isNeverCalled() {
        kafka.bring(
                deliveries.due(HERE, time.now().plusSeconds(1)),
                deliveries.of(HERE, "1", Deliveries.WHOLE),
                deliveries.of(THERE, "2", Deliveries.WHOLE));
        loop.turn();

        loop.revoked(Set.of(HERE));
        loop.turn();
        assertThat(loop.status().notDue()).isEmpty();
        time.pass(Duration.ofSeconds(1));
        loop.turn();

        assertThat(fixture.telemetry.told()).containsExactly("gave 1, dropped 2");
        assertThat(loop.status().open()).containsOnlyKeys(THERE);
        assertThat(backlog.take(any -> Optional.empty()).call().orElseThrow().deliveries())
                .hasSize(1);
        assertThat(backlog.take(any -> Optional.empty()).call()).isEmpty();
    }

    @Test
    void lost_commitsAndWaitsForNothing() {
        fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ofMillis(10));
        kafka.bring(deliveries.malformed(HERE), deliveries.of(HERE, "1", Deliveries.WHOLE));
        loop.turn();

        assertThat(fixture.elapsed(() -> loop.lost(Set.of(HERE)))).isZero();

        loop.turn();
        loop.turn();
        assertThat(kafka.settled()).isEmpty();
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(fixture.telemetry.told()).contains("gave 1, dropped 3");
        assertThat(loop.status().uncommitted()).isZero();
    }

    @Test
    void interruptedWhileItWaits_commitsWhatHasEndedAndStaysInterrupted() {
        Loop interrupted = fixture.loop(new Interrupting());
        Delivery ended = deliveries.of(HERE, "1", Deliveries.WHOLE);
        kafka.bring(ended, deliveries.of(HERE, "2", Deliveries.WHOLE));
        interrupted.turn();
        fixture.callEndsAfter(Duration.ZERO);
        time.pass(Duration.ZERO);
        backlog.take(any -> Optional.empty()).call();

        Duration took = fixture.elapsed(() -> interrupted.revoked(Set.of(HERE)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(took).isZero();
        assertThat(kafka.settled()).containsExactly(ended);
        assertThat(fixture.telemetry.told()).last().isEqualTo("gave 1, dropped 1");
    }

    /** Time of a thread that is told to stop whenever it waits. */
    private final class Interrupting implements Time {

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public void await(Signal signal, long nanos) throws InterruptedException {
            throw new InterruptedException("told to stop");
        }
    }
}
