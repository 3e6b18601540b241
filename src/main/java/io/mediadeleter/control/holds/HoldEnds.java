package io.mediadeleter.control.holds;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When holds end by themselves, the next first. Ends of holds that were lifted or replaced since stay among them for a while, but
 * are never many more than the holds. Not thread-safe.
 */
final class HoldEnds {

    /** So few of them are not worth the trouble. */
    private static final int FEW = 1_000;

    /**
     * An end.
     *
     * @param until in milliseconds since 1970
     */
    record End(String place, long until) {}

    private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparingLong(End::until));

    /**
     * Adds one.
     *
     * @param standing how many holds there are
     * @param others hands on the ends of all of them, this one included
     */
    void add(End end, int standing, Consumer<Consumer<End>> others) {
        ends.add(end);
        if (ends.size() > 2 * standing + FEW) {
            ends.clear();
            others.accept(ends::add);
        }
    }

    /** Takes the next; null when none has come by {@code nowMillis}. */
    @Nullable
    End poll(long nowMillis) {
        End next = ends.peek();
        return next != null && next.until() <= nowMillis ? ends.poll() : null;
    }

    int size() {
        return ends.size();
    }
}
