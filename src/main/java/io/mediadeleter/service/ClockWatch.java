package io.mediadeleter.service;

import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the wall clock was set, which Kafka's client goes by for its time-outs: set back, they all stand still for as
 * long, heartbeats among them. A new process is well at once, so a large step back ends this one with the reason; other steps
 * are told. Belongs to its own thread, but for {@link #close}.
 */
public final class ClockWatch implements AutoCloseable {

    /** More than the slewing of a clock makes of a second, and less than what stops calls. */
    private static final Duration LEAST_REPORTED_STEP = Duration.ofSeconds(2);

    /** The group's session: whoever sends no heartbeat for longer loses its partitions. */
    private static final Duration TOO_FAR_BACK = Duration.ofSeconds(10);

    /** Two clocks that were read further apart say nothing. */
    private static final long LONGEST_READ_NANOS = 100_000_000L;

    private static final long EVERY_NANOS = 1_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

    private final Time time;
    private final Consumer<Throwable> end;
    private final CancellationToken closing = new CancellationToken();
    private Instant wall;
    private long nanos;

    ClockWatch(Time time, Consumer<Throwable> end) {
        this.time = time;
        this.end = end;
        this.wall = time.now();
        this.nanos = time.nanoTime();
    }

    /** Watches the machine's clocks on a thread of its own until it is closed. */
    public static ClockWatch start(Consumer<Throwable> end) {
        ClockWatch watch = new ClockWatch(Time.system(), end);
        Daemon.start("media-deleter-clock", watch::run);
        return watch;
    }

    /** Looks at the clocks once. */
    void look() {
        long before = time.nanoTime();
        Instant now = time.now();
        if (time.nanoTime() - before > LONGEST_READ_NANOS) {
            return;
        }
        Duration step = step(Duration.between(wall, now), Duration.ofNanos(before - nanos));
        wall = now;
        nanos = before;
        if (step.compareTo(TOO_FAR_BACK.negated()) <= 0) {
            end.accept(new CommandFailure("The machine's clock was set back by "
                    + step.abs().toSeconds()
                    + " s. Kafka's client measures time by it and would stand still for as long: this instance ends, and"
                    + " has to be started again"));
        } else if (!step.isZero()) {
            log.warn(
                    "The machine's clock was set {} by {} s: due times shift by as much, and this instance may briefly leave"
                            + " the group",
                    step.isNegative() ? "back" : "forward",
                    step.abs().toSeconds());
        }
    }

    /** By how much the wall clock was set while the monotonic one went on; zero where it was not. */
    static Duration step(Duration byWallClock, Duration byMonotonicClock) {
        Duration step = byWallClock.minus(byMonotonicClock);
        return step.abs().compareTo(LEAST_REPORTED_STEP) < 0 ? Duration.ZERO : step;
    }

    @Override
    public void close() {
        closing.ask();
    }

    private void run() {
        while (!closing.isAsked()) {
            closing.await(time, EVERY_NANOS);
            look();
        }
    }
}
