package io.mediadeleter.pipeline.gate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.pipeline.status.PipelineStatus.Calling;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Failed;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops calling while every call fails for a reason that lies in none of the requests. Thread-safe.
 *
 * <p>How is it tuned, and why? It opens when the last {@value #WINDOW} calls all failed systemically or got no answer of the
 * API: one that went otherwise proves that the API answers, so a sub-application that lacks a permission does not stop the
 * others, and neither does a media that always takes too long. Where
 * there is too little traffic to fill the window, {@link #isOutageSince} keeps a request from being given up: a dead
 * letter for such a fault needs proof that something else went well in the meantime. While it is open a
 * {@link ProbePace probe} is let through from time to time, whether the last one has been answered or not: an API that has
 * come back answers the next one. The first probe that goes well closes it; a call from before it opened proves nothing. A gateway may ask
 * for more time, and is believed at once when nothing has gone well within the last {@link #RECENTLY}.
 */
public final class Breaker {

    /** Calls in a row that must all have failed in a way that may be an outage. */
    static final int WINDOW = 20;

    private static final Duration RECENTLY = Duration.ofSeconds(5);

    private final Time time;
    private final Telemetry telemetry;
    private final Supplier<Duration> pace;

    @GuardedBy("this")
    private int failedInRow;

    @GuardedBy("this")
    private @Nullable Instant lastGood;

    @GuardedBy("this")
    private @Nullable Fault lastFault;

    @GuardedBy("this")
    private Calling calling;

    /** When it opened, and when the next probe may begin, on the monotonic clock; while it is open. */
    @GuardedBy("this")
    private long openedNanos;

    @GuardedBy("this")
    private long nextProbeNanos;

    /** Whether the last permission was a probe's, which can be given back. */
    @GuardedBy("this")
    private boolean probeTaken;

    /** When a Retry-After ends, on the monotonic clock; null when no answer had one. */
    @GuardedBy("this")
    private @Nullable Long retryAfterUntil;

    /**
     * A closed one.
     *
     * @param pace how long to wait from one probe to the next
     */
    public Breaker(Time time, Telemetry telemetry, Supplier<Duration> pace) {
        this.time = time;
        this.telemetry = telemetry;
        this.pace = pace;
        this.calling = new Calling(Calling.State.CALLING, time.now(), null);
    }

    /** Takes the permission for one call, which is to be {@link #ended} or {@link #release released}. */
    public synchronized boolean tryAcquire() {
        probeTaken = false;
        if (!isOpen()) {
            return true;
        }
        long now = time.nanoTime();
        boolean isToldToWait = retryAfterUntil != null && now - retryAfterUntil < 0;
        if (isToldToWait || now - nextProbeNanos < 0) {
            return false;
        }
        probeTaken = true;
        nextProbeNanos = now + pace.get().toNanos();
        return true;
    }

    /** Gives a permission back that was not used. */
    public synchronized void release() {
        if (probeTaken) {
            probeTaken = false;
            nextProbeNanos = time.nanoTime();
        }
    }

    /** A permitted call has ended. */
    public synchronized void ended(Outcome outcome, Duration took) {
        if (outcome instanceof Failed failed && failed.fault().isNoSignOfHealth()) {
            failed(failed.fault());
        } else {
            wentWell(took);
        }
    }

    @GuardedBy("this")
    private void failed(Fault fault) {
        lastFault = fault;
        failedInRow++;
        Duration retryAfter = fault.retryAfter();
        if (retryAfter != null) {
            retryAfterUntil = time.nanoTime() + retryAfter.toNanos();
        }
        boolean isBelieved = retryAfter != null && isOutageSince(time.now().minus(RECENTLY));
        if (failedInRow >= WINDOW || isBelieved) {
            open();
        }
    }

    @GuardedBy("this")
    private void wentWell(Duration took) {
        lastGood = time.now();
        failedInRow = 0;
        long begun = time.nanoTime() - took.toNanos();
        if (isOpen() && begun - openedNanos >= 0) {
            close();
        }
    }

    /** Calls have stopped, but for probes. */
    public synchronized boolean isOpen() {
        return calling.state() == Calling.State.STOPPED;
    }

    /** Whether calls are made, and if not, why the last one failed. */
    public synchronized Calling calling() {
        return isOpen() ? new Calling(calling.state(), calling.since(), lastFault) : calling;
    }

    /** Whether nothing has gone well since then, as far as this instance knows. */
    public synchronized boolean isOutageSince(Instant since) {
        return lastGood == null || lastGood.isBefore(since);
    }

    /** Opens now. */
    public synchronized void open() {
        if (isOpen()) {
            return;
        }
        calling = new Calling(Calling.State.STOPPED, time.now(), lastFault);
        openedNanos = time.nanoTime();
        nextProbeNanos = openedNanos + pace.get().toNanos();
        telemetry.callingStopped(lastFault);
    }

    @GuardedBy("this")
    private void close() {
        Instant stopped = calling.since();
        retryAfterUntil = null;
        calling = new Calling(Calling.State.CALLING, time.now(), null);
        telemetry.callingResumed(Duration.between(stopped, calling.since()));
    }
}
