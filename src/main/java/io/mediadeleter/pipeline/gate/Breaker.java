package io.mediadeleter.pipeline.gate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.mediadeleter.pipeline.port.PipelineStatus.Calling;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Failed;
import io.mediadeleter.time.Time;
import java.io.Serial;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops calling while every call fails for a reason that is no request's fault. Safe for any thread.
 *
 * <p>How is it tuned, and why? It opens when the last {@value #WINDOW} calls all failed systemically or got no answer of the
 * API: one that went otherwise proves that the API answers, so a sub-application that lacks a permission does not stop the
 * others, and neither does a media that always takes too long. Where
 * there is too little traffic to fill the window, {@link #isOutageSince} keeps a request from being given up: a dead
 * letter for such a fault needs proof that something else went well in the meantime. While it is open one call is let
 * through after a wait that grows from one second to five, or after the time that a gateway asked for. A gateway that asks
 * for time is believed at once when nothing has gone well within the last {@link #RECENTLY}.
 */
public final class Breaker {

    /** Calls that must all have failed in a way that may be an outage. */
    static final int WINDOW = 20;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration RECENTLY = Duration.ofSeconds(5);
    private static final double GROWTH = 2;
    private static final double JITTER = 0.2;

    /** What the library is told of such a fault. */
    private static final class MayBeOutage extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        MayBeOutage() {
            super("may be an outage", null, false, false);
        }
    }

    private final Time time;
    private final Telemetry telemetry;
    private final CircuitBreaker circuit;
    private volatile @Nullable Instant lastGood;
    private volatile @Nullable Fault lastFault;

    /** Until when whoever stands before the API wants no call, on the monotonic clock; null when nobody said so. */
    private volatile @Nullable Long spareUntil;

    private volatile Calling calling;

    public Breaker(Time time, Telemetry telemetry) {
        this(
                time,
                telemetry,
                IntervalFunction.ofExponentialRandomBackoff(
                        FIRST_WAIT.toMillis(), GROWTH, JITTER, LONGEST_WAIT.toMillis()));
    }

    /** A breaker whose waits in milliseconds are as given, by the number of probes that have failed. */
    public Breaker(Time time, Telemetry telemetry, IntervalFunction waits) {
        this.time = time;
        this.telemetry = telemetry;
        this.calling = new Calling(Calling.State.CALLING, time.now(), null);
        this.circuit = CircuitBreaker.of(
                "vod",
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW, WINDOW, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(100)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(waits)
                        .clock(monotonic(time))
                        .build());
        circuit.getEventPublisher().onStateTransition(change -> told(change.getStateTransition()));
    }

    /** Takes the permission for one call, which is to be {@link #ended} or {@link #release released}. */
    public boolean tryAcquire() {
        Long until = spareUntil;
        if (until != null && isOpen() && time.nanoTime() - until < 0) {
            return false;
        }
        return circuit.tryAcquirePermission();
    }

    /** Gives a permission back that was not used. */
    public void release() {
        circuit.releasePermission();
    }

    /** A permitted call has ended. */
    public void ended(Outcome outcome, Duration took) {
        if (outcome instanceof Failed failed && failed.fault().mayBeOutage()) {
            lastFault = failed.fault();
            circuit.onError(took.toNanos(), TimeUnit.NANOSECONDS, new MayBeOutage());
            Duration retryAfter = failed.fault().retryAfter();
            if (retryAfter != null) {
                spare(retryAfter);
            }
        } else {
            lastGood = time.now();
            spareUntil = null;
            circuit.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void spare(Duration retryAfter) {
        spareUntil = time.nanoTime() + retryAfter.toNanos();
        if (isOutageSince(time.now().minus(RECENTLY))) {
            open();
        }
    }

    /** Calls have stopped, or a probe is under way. */
    public boolean isOpen() {
        State state = circuit.getState();
        return state == State.OPEN || state == State.HALF_OPEN;
    }

    /** Whether calls are made, and if not, why the last one failed. */
    public Calling calling() {
        Calling now = calling;
        return now.state() == Calling.State.CALLING ? now : new Calling(now.state(), now.since(), lastFault);
    }

    /** Whether nothing has gone well since then, as far as this instance knows. */
    public boolean isOutageSince(Instant since) {
        Instant good = lastGood;
        return good == null || good.isBefore(since);
    }

    /** Opens now. */
    public void open() {
        if (!isOpen()) {
            circuit.transitionToOpenState();
        }
    }

    private void told(StateTransition change) {
        if (change == StateTransition.CLOSED_TO_OPEN) {
            calling = new Calling(Calling.State.STOPPED, time.now(), lastFault);
            telemetry.callingStopped(lastFault);
        } else if (change == StateTransition.HALF_OPEN_TO_CLOSED) {
            Instant stopped = calling.since();
            calling = new Calling(Calling.State.CALLING, time.now(), null);
            telemetry.callingResumed(Duration.between(stopped, calling.since()));
        }
    }

    /** The library counts waits on a wall clock; this one never jumps. */
    private static Clock monotonic(Time time) {
        InstantSource source = () -> Instant.EPOCH.plusNanos(time.nanoTime());
        return source.withZone(ZoneOffset.UTC);
    }
}
