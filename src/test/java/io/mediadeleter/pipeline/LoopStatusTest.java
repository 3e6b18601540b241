package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.pipeline.status.OldestDue;
import io.mediadeleter.pipeline.status.PipelineStatus.LoopStatus;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.time.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What others see of the loop. */
class LoopStatusTest {

    private static final Partition PARTITION = new Partition("t", 0);

    private final StoppedTime time = new StoppedTime();
    private final OnePartition kafka = new OnePartition();
    private final Loop loop = loop();

    private Loop loop() {
        MediaStore store = (media, scope, stillMay, whenEnded) -> whenEnded.accept(new Outcome.NotCalled());
        return new Loop(
                PlainParts.of(kafka, store, new SilentTelemetry(), time, Duration.ofSeconds(1)),
                new Backlog(new Signal()),
                new CompletedCalls(kafka),
                PlainParts.gates(time));
    }

    @Test
    void beforeTheFirstTurn_theBooksAreEmpty() {
        assertThat(loop.status()).isEqualTo(LoopStatus.EMPTY);
    }

    @Test
    void turn_publishesTheBooks() {
        loop.turn();

        assertThat(loop.status())
                .isEqualTo(new LoopStatus(
                        true,
                        Map.of(PARTITION, 1),
                        Set.of(),
                        Map.of(),
                        InGrace.NONE,
                        Map.of(Lane.LIVE, new OldestDue(PARTITION, Instant.EPOCH)),
                        1));
    }

    /** Kafka with one partition, which comes with the first poll and holds one record that is no request. */
    private final class OnePartition implements IdleRequestLog {

        private boolean given;

        @Override
        public Arrivals poll(Duration atMost, Assignment assignment) {
            if (given) {
                return new Arrivals(List.of(), Map.of());
            }
            given = true;
            assignment.assigned(Set.of(PARTITION), 1, Map.of(), Map.of());
            Message message = new Message(null, new byte[] {'?'}, List.of(), time.now());
            Delivery broken =
                    Deliveries.at(PARTITION, 0, message, Attempt.FIRST, new Content.Malformed("not-json", "?"));
            return new Arrivals(List.of(broken), Map.of(PARTITION, 1L));
        }
    }
}
