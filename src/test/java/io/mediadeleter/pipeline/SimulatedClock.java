package io.mediadeleter.pipeline;

import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * The clocks of one machine: the wall clock may be wrong and may jump, and the monotonic one may stand still while the
 * machine sleeps. The brokers' clock is {@link VirtualTime} itself.
 */
final class SimulatedClock implements Time {

    private final VirtualTime truth;
    private Duration ahead;
    private Instant latest = Instant.MIN;
    private boolean right;
    private long slept;

    SimulatedClock(VirtualTime truth, Duration ahead) {
        this.truth = truth;
        this.ahead = ahead;
        this.right = ahead.isZero();
    }

    /** Somebody sets the wall clock. */
    void jump(Duration by) {
        latest = latest();
        ahead = ahead.plus(by);
        right = false;
    }

    /** The latest time that the wall clock has shown. */
    Instant latest() {
        return now().isAfter(latest) ? now() : latest;
    }

    /** The monotonic clock has stood still for so long. */
    void slept(long nanos) {
        slept += nanos;
    }

    /** The wall clock has never been wrong. */
    boolean isRight() {
        return right;
    }

    @Override
    public Instant now() {
        return truth.now().plus(ahead);
    }

    @Override
    public long nanoTime() {
        return truth.nanoTime() - slept;
    }

    @Override
    public void await(Signal signal, long nanos) {
        truth.await(signal, nanos);
    }

    /** The same clocks for a thread that the story itself lets wait, between two turns. */
    Time withoutWaiting() {
        SimulatedClock clock = this;
        return new Time() {
            @Override
            public Instant now() {
                return clock.now();
            }

            @Override
            public long nanoTime() {
                return clock.nanoTime();
            }

            @Override
            public void await(Signal signal, long nanos) {}
        };
    }
}
