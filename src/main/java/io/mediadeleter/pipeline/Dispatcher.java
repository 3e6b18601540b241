package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.CompletedCalls.Completion;
import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.pipeline.queue.Backlog.Taken;
import io.mediadeleter.pipeline.queue.CallsInFlight;
import io.mediadeleter.pipeline.queue.DeleteCall;
import io.mediadeleter.pipeline.quota.CallLoad;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Spends the tokens: one token, then the call that is first in line, handed to a worker.
 *
 * <p>The token comes before the choice, so that what is called is what is most urgent at the moment it may be called. A
 * worker must be free before a token is taken, so that no token waits. A worker is busy until its call has been reported.
 * {@link #step} is confined to the dispatcher thread.
 */
final class Dispatcher {

    /** Nothing to do until the signal is raised. */
    static final long UNTIL_SIGNAL = Long.MAX_VALUE;

    /** Not sent, because it was forbidden meanwhile. Treated as throttled: no attempt is counted, and it is called again. */
    private static final Outcome WITHHELD = new Outcome.Failed(
            new Fault(FaultKind.THROTTLED, FaultTable.WITHHELD, "it was forbidden before it was sent", null));

    /** Asks once whether the call may be sent, and remembers the answer. */
    private static final class FinalCheck implements BooleanSupplier {

        private final BooleanSupplier question;
        private volatile boolean hasForbidden;

        FinalCheck(BooleanSupplier question) {
            this.question = question;
        }

        @Override
        public boolean getAsBoolean() {
            hasForbidden = !question.getAsBoolean();
            return !hasForbidden;
        }
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long ASK_AGAIN_NANOS = NANOS_PER_SECOND / 10;

    private final Backlog backlog;
    private final CallsInFlight inFlight;
    private final TokenBucket bucket;
    private final MediaStore store;
    private final CompletedCalls completions;
    private final Signal signal;
    private final PollHeartbeat heartbeat;
    private final Breaker breaker;
    private final HourlyCallLimit brake;
    private final ControlGate control;
    private final Time time;
    private final Telemetry telemetry;
    private final int maxInFlight;
    private final AtomicLong started = new AtomicLong();

    Dispatcher(PipelineParts parts, Backlog backlog, CompletedCalls completions, Signal signal, CallGates gates) {
        this.backlog = backlog;
        this.inFlight = backlog.inFlight();
        this.completions = completions;
        this.signal = signal;
        this.heartbeat = gates.heartbeat();
        this.breaker = gates.breaker();
        this.brake = gates.brake();
        this.control = gates.control();
        this.bucket = parts.bucket();
        this.store = parts.store();
        this.time = parts.time();
        this.telemetry = parts.telemetry();
        this.maxInFlight = parts.limits().maxInFlight();
    }

    /**
     * Starts at most one call.
     *
     * @return nanoseconds until the next step is worth making; 0 is at once, {@link #UNTIL_SIGNAL} when something has to
     *     happen first
     */
    long step() {
        int calls = inFlight.count();
        brake.want(wanted());
        if (backlog.isEmpty() || calls >= maxInFlight) {
            return UNTIL_SIGNAL;
        }
        if (!heartbeat.allowsCalls() || !control.allowsCalls() || !brake.tryAcquire()) {
            return ASK_AGAIN_NANOS;
        }
        if (!breaker.tryAcquire()) {
            brake.release();
            return ASK_AGAIN_NANOS;
        }
        long wait = bucket.take(time.nanoTime());
        if (wait == 0) {
            startNext();
        } else {
            giveBack();
        }
        return wait;
    }

    private void giveBack() {
        breaker.release();
        brake.release();
    }

    /** How many calls could begin within a second; a probe, while every call fails. */
    private int wanted() {
        if (backlog.isEmpty() || !heartbeat.allowsCalls() || !control.allowsCalls()) {
            return 0;
        }
        int most = breaker.isOpen() ? 1 : Math.max(1, bucket.perSecond(time.nanoTime()));
        return Math.min(backlog.size(), most);
    }

    /** Refused requests cost no token. */
    private void startNext() {
        Taken taken = control.whileOpen(() -> backlog.take(control::objection)).orElse(Taken.NOTHING);
        taken.refused()
                .forEach(refused ->
                        completions.add(new Completion(refused.call(), new Outcome.Failed(refused.fault()))));
        taken.call().ifPresentOrElse(this::start, () -> {
            bucket.giveBack();
            giveBack();
        });
    }

    /** How busy it is. Thread-safe. */
    CallLoad load() {
        boolean stopped = !heartbeat.allowsCalls() || !control.allowsCalls() || breaker.isOpen();
        return new CallLoad(backlog.size(), started.get(), inFlight.count() >= maxInFlight, stopped);
    }

    private void start(DeleteCall call) {
        started.incrementAndGet();
        long begun = time.nanoTime();
        FinalCheck check = new FinalCheck(() -> stillMay(call));
        store.delete(call.media(), call.scope(), check, outcome -> {
            if (check.hasForbidden) {
                withheld(call);
            } else {
                ended(call, outcome, Duration.ofNanos(time.nanoTime() - begun));
            }
        });
    }

    /** Whether the call may be sent, asked once more when the request is about to be written. */
    private boolean stillMay(DeleteCall call) {
        return heartbeat.allowsCalls()
                && control.whileOpen(() -> call.deliveries().stream()
                                .allMatch(
                                        delivery -> control.objection(delivery).isEmpty()))
                        .orElse(false);
    }

    /** Nothing was sent, and nothing counts: its requests are looked at anew when their turn comes. */
    private void withheld(DeleteCall call) {
        giveBack();
        completions.add(new Completion(call, WITHHELD));
        inFlight.workerFreed(call);
        signal.raise();
    }

    private void ended(DeleteCall call, Outcome outcome, Duration took) {
        if (outcome.failedBy(FaultKind.THROTTLED)) {
            long now = time.nanoTime();
            bucket.refused(now, now + untilNextSecond(time.now()));
        }
        breaker.ended(outcome, took);
        brake.ended(outcome);
        completions.add(new Completion(call, outcome));
        try {
            telemetry.callEnded(new EndedCall(call.media(), call.deliveries(), outcome, took));
        } finally {
            inFlight.workerFreed(call);
            signal.raise();
        }
    }

    /** The API counts fixed seconds: the quota that is spent comes back with the next one. */
    private static long untilNextSecond(Instant now) {
        return NANOS_PER_SECOND - now.get(ChronoField.NANO_OF_SECOND);
    }
}
