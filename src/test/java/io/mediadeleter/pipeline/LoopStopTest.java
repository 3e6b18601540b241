package io.mediadeleter.pipeline;

import static io.mediadeleter.pipeline.LoopFixture.DRAIN_LIMIT;
import static io.mediadeleter.pipeline.LoopFixture.HERE;
import static io.mediadeleter.pipeline.LoopFixture.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.queue.Backlog;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the loop ends: with its calls in flight, and within its limit. */
class LoopStopTest {

    private static final Set<Partition> BOTH = Set.of(HERE, THERE);

    private final LoopFixture fixture = new LoopFixture();
    private final VirtualTime time = fixture.time;
    private final FakeKafka kafka = fixture.kafka;
    private final Backlog backlog = fixture.backlog;
    private final Deliveries deliveries = fixture.deliveries;
    private final Loop loop = fixture.loop();

    @Test
    void drain_pollsInStepsWithAllPausedUntilTheCallsHaveEnded() {
        Delivery delivery = fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ofMillis(250));
        kafka.polls().clear();

        Duration took = fixture.elapsed(() -> loop.drain(Duration.ofMinutes(1)));

        assertThat(kafka.polls()).hasSize(3).containsOnly(Duration.ofMillis(100));
        assertThat(kafka.paused()).isEqualTo(BOTH);
        assertThat(took).isEqualTo(Duration.ofMillis(300));
        assertThat(kafka.settled()).containsExactly(delivery);
        assertThat(fixture.telemetry.told()).last().isEqualTo("gave 2, dropped 0");
    }

    @Test
    void drain_beginsNoMoreCalls() {
        fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ofMillis(50));
        kafka.bring(deliveries.of(THERE, "1", Deliveries.WHOLE));
        loop.turn();
        kafka.duringPoll = () -> assertThat(backlog.isEmpty()).isTrue();
        kafka.polls().clear();

        loop.drain(Duration.ofMinutes(1));

        assertThat(kafka.polls()).isNotEmpty();
    }

    @Test
    void drain_withNothingUnfinished_pollsNoMore() {
        kafka.bring(deliveries.of(HERE, "1", Deliveries.WHOLE));
        loop.turn();
        kafka.polls().clear();

        loop.drain(Duration.ofMinutes(1));

        assertThat(kafka.polls()).isEmpty();
        assertThat(fixture.telemetry.told()).containsExactly("gave 2, dropped 1");
    }

    @Test
    void drain_commitsWhatIsDueBeforeItPolls() {
        kafka.bring(deliveries.malformed(HERE));
        loop.turn();
        kafka.polls().clear();

        loop.drain(Duration.ofMinutes(1));

        assertThat(kafka.settled()).hasSize(1);
        assertThat(kafka.polls()).isEmpty();
    }

    @Test
    void drain_endsAtItsLimit() {
        fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ofMinutes(1));

        assertThat(fixture.elapsed(() -> loop.drain(Duration.ofMinutes(1)))).isEqualTo(DRAIN_LIMIT);
    }

    @Test
    void partitionThatGoesDuringADrain_waitsNoLongerThanTheDrain() {
        fixture.arrived(loop, HERE);
        fixture.callEndsAfter(Duration.ofMinutes(1));
        fixture.arrived(loop, THERE);
        fixture.callEndsAfter(Duration.ofMinutes(1));
        long from = time.nanoTime();
        kafka.duringPoll = () -> {
            if (Duration.ofNanos(time.nanoTime() - from).equals(Duration.ofSeconds(3))) {
                loop.revoked(Set.of(HERE));
            }
        };

        assertThat(fixture.elapsed(() -> loop.drain(Duration.ofMinutes(1))))
                .isBetween(DRAIN_LIMIT, DRAIN_LIMIT.plusMillis(100));
    }
}
