package io.mediadeleter.pipeline;

import com.google.errorprone.annotations.FormatMethod;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.PriorityQueue;

/**
 * Time that jumps from one event to the next. Whoever waits lets the events in between happen, so that one thread plays
 * all threads of all instances, in an order that depends on the seed alone.
 */
final class VirtualTime implements Time {

    private static final boolean IS_TOLD = Boolean.getBoolean("story");

    /** What happens first comes first; of two at once, the one that was thought of first. */
    private record Event(long nanos, long number, Runnable action) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return nanos == other.nanos ? Long.compare(number, other.number) : Long.compare(nanos, other.nanos);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long scheduled;

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Tells what happens, when one seed is looked into. */
    @FormatMethod
    void note(String format, Object... what) {
        if (IS_TOLD) {
            System.err.printf("%8d ms  %s%n", now / 1_000_000, String.format(Locale.ROOT, format, what));
        }
    }

    void after(Duration delay, Runnable action) {
        events.add(new Event(now + delay.toNanos(), scheduled++, action));
    }

    /** Lets one event happen, if there is one before {@code deadline}. */
    boolean step(long deadline) {
        Event next = events.peek();
        if (next == null || next.nanos() > deadline) {
            now = Math.max(now, deadline);
            return false;
        }
        events.remove();
        now = Math.max(now, next.nanos());
        next.action().run();
        return true;
    }

    /** Lets time pass. */
    void pass(Duration duration) {
        long deadline = now + duration.toNanos();
        while (step(deadline)) {
            // events happen
        }
    }

    @Override
    public void await(Signal signal, long nanos) {
        long deadline = now + nanos;
        while (!signal.lower()) {
            if (!step(deadline)) {
                return;
            }
        }
    }
}
