package io.mediadeleter.quota;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;

/** The tokens of the last second, counted so that no second sees more of them than were allowed at its beginning. Not thread-safe. */
final class SpentTokens {

    private final Deque<Long> times = new ArrayDeque<>();

    /**
     * Nanoseconds until there may be room for one more; 0 when there is.
     *
     * @param allowed how many a second were allowed when, in order: all of the last second
     */
    long untilRoom(long nowNanos, Collection<HeldRate.Step> allowed) {
        long secondAgo = nowNanos - HeldRate.SECOND_NANOS;
        while (!times.isEmpty() && times.element() - secondAgo <= 0) {
            times.remove();
        }
        // Of the seconds that began while so many were allowed, the first has the most tokens.
        boolean isFull = allowed.stream()
                .anyMatch(step -> times.size() >= step.perSecond() && since(step.nanos()) >= step.perSecond());
        return isFull ? times.element() + HeldRate.SECOND_NANOS - nowNanos : 0;
    }

    /** One more is spent. */
    void spend(long nowNanos) {
        times.add(nowNanos);
    }

    /** The last one was not spent after all. */
    void giveBack() {
        times.removeLast();
    }

    private int since(long nanos) {
        int count = 0;
        for (Iterator<Long> latest = times.descendingIterator(); latest.hasNext() && latest.next() - nanos >= 0; ) {
            count++;
        }
        return count;
    }
}
