package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.control.ControlKeeper;
import io.mediadeleter.pipeline.control.ControlParts;
import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.gate.ProbePace;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.pipeline.quota.QuotaKeeper;
import io.mediadeleter.pipeline.quota.QuotaSharing;
import io.mediadeleter.pipeline.status.BrakeRelease;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Obstacles;
import io.mediadeleter.pipeline.status.PipelineStatus.Phase;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine with its threads. It ends when it is told to, or when one of them cannot go on; then {@link
 * #awaitEnd} says why. Thread-safe.
 */
public final class Pipeline {

    /** What a thread does. */
    private interface ThreadBody {
        void run() throws InterruptedException;
    }

    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

    /** With the closing of the clients it fits into the half minute after which a process that has failed is halted. */
    private static final Duration DRAIN_OF_A_FAILURE = Duration.ofSeconds(13);

    private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

    private final RequestLog requests;
    private final Time time;
    private final Loop loop;
    private final Dispatcher dispatcher;
    private final TokenBucket bucket;
    private final Backlog backlog;
    private final CallGates gates;
    private final Signal dispatch = new Signal();
    private final Optional<QuotaKeeper> keeper;
    private final ControlKeeper control;
    private final CountDownLatch quotaEnded;
    private final CountDownLatch controlEnded = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private volatile boolean stopping;

    /**
     * An engine, of a group or by itself.
     *
     * @param sharing how the quota is shared; null for an engine that has it for itself
     * @param controlParts the control topic and the group's other members
     */
    public Pipeline(PipelineParts parts, @Nullable QuotaSharing sharing, ControlParts controlParts) {
        requests = parts.requests();
        time = parts.time();
        bucket = parts.bucket();
        backlog = new Backlog(dispatch);
        CompletedCalls completions = new CompletedCalls(requests);
        gates = new CallGates(
                new PollHeartbeat(time),
                new Breaker(time, parts.telemetry(), this::probePace),
                new HourlyCallLimit(controlParts.member(parts.limits().callsPerHour()), time),
                new ControlGate(time, parts.limits().maxAge()));
        loop = new Loop(parts, backlog, completions, gates);
        dispatcher = new Dispatcher(parts, backlog, completions, dispatch, gates);
        keeper = Optional.ofNullable(sharing)
                .map(shared -> new QuotaKeeper(new QuotaKeeper.Parts(
                        shared, parts.bucket(), dispatcher::load, dispatch, parts.telemetry(), time)));
        quotaEnded = new CountDownLatch(keeper.isPresent() ? 1 : 0);
        control = new ControlKeeper(controlParts, gates, dispatch, parts.telemetry(), time);
    }

    public void start() {
        start(() -> {});
    }

    /**
     * Starts, once {@code ready} has waited for all that has to come before; ends again if that throws. The
     * control thread starts first, so the group sees this process before {@code ready} returns and does not remove its
     * predecessor's membership meanwhile.
     */
    public void start(Runnable ready) {
        start("control", this::runControl, controlEnded);
        try {
            ready.run();
        } catch (RuntimeException failed) {
            stop();
            ended.countDown();
            try {
                controlEnded.await(LONGEST_FAREWELL.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                failed.addSuppressed(stop);
            }
            throw failed;
        }
        keeper.ifPresent(shared -> start("quota", () -> runQuota(shared), quotaEnded));
        start("loop", this::runLoop, ended);
        start("dispatcher", this::runDispatcher, new CountDownLatch(1));
    }

    /** Asks the engine to drain and end; returns at once. */
    public void stop() {
        stopping = true;
        requests.wakeup();
        keeper.ifPresent(QuotaKeeper::hurry);
        control.hurry();
    }

    /** Asks the engine to end as by {@link #stop} because of what went wrong in a thread that works for it, with no more calls; returns at once. */
    public void fail(Throwable thrown) {
        failure.complete(thrown);
        stop();
    }

    /** Tells what ends the engine, as soon as that is known, on the thread that says so. */
    public void whenFailed(Consumer<Throwable> listener) {
        var unused = failure.thenAccept(listener);
    }

    /** Lets the group's deletion go on after the brake, within moments. */
    public BrakeRelease releaseBrake() {
        return gates.control().status().isLeased() ? gates.brake().askRelease() : BrakeRelease.UNKNOWN;
    }

    /** What the engine is doing now. */
    public PipelineStatus status() {
        return new PipelineStatus(
                phase(),
                failure.getNow(null),
                gates.heartbeat().sinceLastBeat(),
                loop.status(),
                backlog.waiting(),
                backlog.inFlight().count(),
                backlog.inFlight().deliveries(),
                gates.breaker().calling(),
                gates.brake().status().orElse(null),
                quota().orElse(null),
                gates.control().status(),
                new Obstacles(
                        requests.waitsFor().orElse(null),
                        keeper.flatMap(QuotaKeeper::obstacle).orElse(null),
                        control.obstacle().orElse(null),
                        gates.heartbeat().obstacle().orElse(null)),
                gates.control().knownBrokerNow().orElseGet(time::now));
    }

    private Phase phase() {
        if (failure.isDone()) {
            return Phase.FAILED;
        }
        if (stopping) {
            return ended.getCount() == 0 ? Phase.ENDED : Phase.DRAINING;
        }
        return loop.status().joined() ? Phase.RUNNING : Phase.JOINING;
    }

    /** This instance's share of the quota; empty when it has none to share, or has not begun to. */
    public Optional<QuotaSnapshot> quota() {
        return keeper.flatMap(QuotaKeeper::snapshot);
    }

    private Duration probePace() {
        int members = quota().map(shared -> shared.grants().size()).orElse(1);
        int perSecond = quota().map(QuotaSnapshot::perSecond).orElseGet(() -> bucket.perSecond(time.nanoTime()));
        return ProbePace.jittered(members, perSecond, ThreadLocalRandom.current());
    }

    /** Waits until the loop has ended, the share is given back and the group knows of all calls; the failure that ended it, or empty after a clean stop. */
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        ended.await();
        quotaEnded.await(LONGEST_FAREWELL.toSeconds(), TimeUnit.SECONDS);
        controlEnded.await(LONGEST_FAREWELL.toSeconds(), TimeUnit.SECONDS);
        return Optional.ofNullable(failure.getNow(null));
    }

    /** It drains whatever ended it, unless it cannot go on itself: what calls in flight have done is not to be called again. */
    private void runLoop() {
        while (!stopping) {
            loop.turn();
        }
        loop.drain(failure.isDone() ? DRAIN_OF_A_FAILURE : ChronoUnit.FOREVER.getDuration());
    }

    /** After a failure no call begins, though the loop may take a while until it drains. */
    private void runDispatcher() throws InterruptedException {
        while (ended.getCount() > 0 && !failure.isDone()) {
            long wait = dispatcher.step();
            if (wait > 0) {
                time.await(dispatch, Math.min(wait, LONGEST_WAIT_NANOS));
            }
        }
    }

    /** The share is given back as soon as no more calls are to be made: others can use it while the last ones end. */
    private void runQuota(QuotaKeeper shared) throws InterruptedException {
        while (!stopping) {
            shared.turn();
        }
        shared.leave();
    }

    /** The group is told of the last calls, too. */
    private void runControl() throws InterruptedException {
        try {
            while (ended.getCount() > 0) {
                control.turn();
            }
            control.leave();
        } finally {
            gates.brake().abandon();
        }
    }

    /** Starts a thread, with which the engine ends if it cannot go on. */
    private void start(String name, ThreadBody body, CountDownLatch done) {
        Daemon.start("media-deleter-" + name, () -> {
            try {
                body.run();
            } catch (InterruptedException | RuntimeException | Error thrown) {
                fail(thrown);
            } finally {
                done.countDown();
                dispatch.raise();
            }
        });
    }
}
