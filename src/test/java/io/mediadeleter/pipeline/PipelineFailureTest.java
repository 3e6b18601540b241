package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.ControlLog;
import io.mediadeleter.pipeline.port.ControlLogRefused;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a failure of one of its threads leaves of an engine, with threads as they are in the product and one call in flight of two requests. */
class PipelineFailureTest {

    private static final Partition HERE = new Partition("t", 0);

    private final Kafka kafka = new Kafka();
    private final ControlTopic control = new ControlTopic();
    private final Queue<String> called = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Consumer<Outcome>> inFlight = new CompletableFuture<>();
    private final Pipeline pipeline = new Pipeline(
            PlainParts.of(kafka, store(), new SilentTelemetry(), Time.system(), Patience.LIMIT),
            null,
            PlainParts.control(control, () -> "p"));

    private MediaStore store() {
        return (media, scope, stillMay, whenEnded) -> {
            called.add(media.fileId());
            inFlight.complete(whenEnded);
        };
    }

    /** As when somebody takes away the right to read the control topic: what was called is not to be called again. */
    @Test
    void anotherThreadFails_callInFlightIsSettled_andNoneBegins() throws InterruptedException {
        pipeline.start();
        Consumer<Outcome> call = Patience.get(inFlight);

        control.refusal.complete(new ControlLogRefused("no right"));
        Patience.get(kafka.stopped);
        call.accept(new Outcome.Deleted("r-1"));

        assertThat(pipeline.awaitEnd()).get().isInstanceOf(ControlLogRefused.class);
        assertThat(kafka.settled)
                .extracting(settled -> settled.delivery().offset())
                .containsExactly(0L);
        assertThat(called).hasSize(1);
    }

    /** Its bookkeeping is not to be trusted. */
    @Test
    void loopFails_nothingIsWaitedForOrCommitted() throws InterruptedException {
        pipeline.start();
        Patience.get(inFlight);

        kafka.failure.complete(new RequestLogFailure("gone", new IllegalStateException()));
        kafka.wakeup();

        assertThat(pipeline.awaitEnd()).get().isInstanceOf(RequestLogFailure.class);
        assertThat(kafka.settled).isEmpty();
    }

    /** Brings two requests at once, then nothing; a poll waits until it is woken. */
    private static final class Kafka implements IdleRequestLog {

        private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
        private final CompletableFuture<?> stopped = new CompletableFuture<>();
        private final Queue<Settled> settled = new ConcurrentLinkedQueue<>();
        private final Semaphore wakeups = new Semaphore(0);
        private @Nullable Deliveries brought;

        @Override
        public Arrivals poll(Duration atMost, Assignment assignment) {
            if (brought == null) {
                brought = new Deliveries();
                assignment.assigned(Set.of(HERE), 1, Map.of(), Map.of());
                Delivery first = brought.of(HERE, "1", Deliveries.WHOLE);
                Delivery second = brought.of(HERE, "2", Deliveries.WHOLE);
                return new Arrivals(List.of(first, second), Map.of(HERE, 2L));
            }
            await(wakeups, atMost);
            if (failure.isDone()) {
                throw failure.join();
            }
            return new Arrivals(List.of(), Map.of());
        }

        @Override
        public void wakeup() {
            stopped.complete(null);
            wakeups.release();
        }

        @Override
        public Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
            settled.addAll(settlements);
            return Commit.DONE;
        }
    }

    /** A topic that one process reads back what it writes from, until it is refused. */
    private static final class ControlTopic implements ControlLog {

        private final FakeControlLog topic = new FakeControlLog(Time.system());
        private final CompletableFuture<ControlLogRefused> refusal = new CompletableFuture<>();

        @Override
        public void start() {
            topic.start();
        }

        @Override
        public void write(ControlEntry entry) {
            topic.write(entry);
        }

        @Override
        public boolean isBehind() {
            return topic.isBehind();
        }

        @Override
        public void flush() {}

        @Override
        public List<LoggedEntry> read(Duration atMost) {
            try {
                throw refusal.get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
            } catch (TimeoutException none) {
                return topic.read(atMost);
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void await(Semaphore wakeups, Duration atMost) {
        try {
            boolean unused = wakeups.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
