package io.mediadeleter.pipeline;

import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.SettlementPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The engine with its two threads. It ends when it is told to, or when either thread cannot go on; then {@link
 * #awaitEnd} says why. Safe for any thread.
 */
public final class Pipeline {

    /** All that the engine works with. */
    public record Parts(
            Inbox inbox,
            Outbox outbox,
            MediaStore store,
            TokenBucket bucket,
            SettlementPolicy policy,
            Telemetry telemetry,
            Time time,
            Limits limits) {}

    /**
     * The engine's bounds.
     *
     * @param maxInFlight calls at the same time
     * @param settleInterval the longest that a settlement waits for others to share its transaction
     * @param drainLimit how long calls in flight may take to end when partitions go
     */
    public record Limits(int maxInFlight, Duration settleInterval, Duration drainLimit) {}

    private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

    private final Inbox inbox;
    private final Time time;
    private final Loop loop;
    private final Dispatcher dispatcher;
    private final Signal dispatch = new Signal();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopping;

    public Pipeline(Parts parts) {
        inbox = parts.inbox();
        time = parts.time();
        Backlog backlog = new Backlog(dispatch);
        Completions completions = new Completions(inbox);
        Vitals vitals = new Vitals(new Pulse(time), new Breaker(time, parts.telemetry()));
        loop = new Loop(parts, backlog, completions, vitals);
        dispatcher = new Dispatcher(parts, backlog, completions, dispatch, vitals);
    }

    public void start() {
        daemon("loop", this::runLoop).start();
        daemon("dispatcher", this::runDispatcher).start();
    }

    /** Asks the engine to drain and end; returns at once. */
    public void stop() {
        stopping = true;
        inbox.wakeup();
    }

    /** Waits until the loop has ended; the failure that ended it, or empty after a clean stop. */
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        ended.await();
        return Optional.ofNullable(failure.get());
    }

    private void runLoop() {
        try {
            while (!stopping) {
                loop.turn();
            }
            if (failure.get() == null) {
                loop.drain();
            }
        } catch (RuntimeException | Error thrown) {
            fail(thrown);
        } finally {
            ended.countDown();
            dispatch.raise();
        }
    }

    private void runDispatcher() {
        try {
            while (ended.getCount() > 0) {
                long wait = dispatcher.step();
                if (wait > 0) {
                    time.await(dispatch, Math.min(wait, LONGEST_WAIT_NANOS));
                }
            }
        } catch (InterruptedException stop) {
            fail(stop);
        } catch (RuntimeException | Error thrown) {
            fail(thrown);
        }
    }

    private void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
        stop();
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, "media-deleter-" + name);
        thread.setDaemon(true);
        return thread;
    }
}
