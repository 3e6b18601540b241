package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.holds.ControlView;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds that ended by themselves while deletion was paused. No request is looked at then, so that none of theirs has become a dead
 * letter: all are called as soon as it goes on, though somebody was told that they are held. Immutable.
 *
 * @param first of them, to be shown
 * @param count how many there are
 */
record LapsedHolds(List<Hold> first, long count) {

    private static final int MOST_SHOWN = 5;

    LapsedHolds {
        first = List.copyOf(first);
    }

    /**
     * Those in the view, at {@code brokerNow}; none where no pause is in force.
     *
     * @param pauses all that stand, those that have ended among them
     */
    static LapsedHolds in(ControlView view, List<Hold> pauses, Instant brokerNow) {
        Instant pausedSince = pausedSince(pauses, brokerNow);
        List<Hold> first = new ArrayList<>();
        long[] count = {0};
        view.forEach(hold -> {
            Instant until = hold.until();
            if (EndedHolds.mayEnd(hold)
                    && until != null
                    && !hold.isInForce(brokerNow)
                    && !until.isBefore(pausedSince)) {
                count[0]++;
                if (first.size() < MOST_SHOWN) {
                    first.add(hold);
                }
            }
            return true;
        });
        return new LapsedHolds(first, count[0]);
    }

    /** A pause that has ended may have gone before without a gap. {@link Instant#MAX} where none is in force. */
    private static Instant pausedSince(List<Hold> pauses, Instant brokerNow) {
        Instant since = first(pauses, brokerNow);
        for (Instant earlier = first(pauses, since); earlier.isBefore(since); earlier = first(pauses, since)) {
            since = earlier;
        }
        return since;
    }

    private static Instant first(List<Hold> pauses, Instant time) {
        return pauses.stream()
                .filter(pause -> pause.isInForce(time))
                .map(Hold::since)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Such as {@code 2 holds ended while deletion was paused}. */
    String sentence() {
        return Figures.count(count, "hold") + " ended while deletion was paused";
    }

    /** Names them, and what to do; nothing where there are none. */
    void tell(PrintWriter messages) {
        if (isEmpty()) {
            return;
        }
        messages.println(sentence() + ", so the requests of " + (count == 1 ? "it" : "them")
                + " are called as soon as it goes on:");
        first.forEach(
                hold -> messages.println("  " + Printable.of(hold.selector().toString()) + " until "
                        + Wording.time(hold.until() == null ? Instant.MAX : hold.until()) + ", "
                        + Wording.cell(hold.because())));
        if (count > first.size()) {
            messages.println("  and " + Figures.number(count - first.size()) + " more; see: media-deleter holds list");
        }
        messages.println("What is not to be called: hold it again with `holds add` before you resume.");
    }
}
