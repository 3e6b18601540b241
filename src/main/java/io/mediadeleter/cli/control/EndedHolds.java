package io.mediadeleter.cli.control;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.holds.ControlView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds that have ended by themselves. One is often renewed just as it ends, and who removes all of them names none: a tombstone that
 * comes behind the renewed one lifts it, until it is written again, and for good where the command dies before. So what has ended
 * lately is left alone. Immutable.
 *
 * @param old those that nobody is about to renew, in the order of what they name
 * @param recent how many have ended later than those
 */
record EndedHolds(List<Hold> old, int recent) {

    /** For so long after its end a hold may be about to be renewed. */
    static final Duration RENEWAL = Duration.ofDays(1);

    EndedHolds {
        old = List.copyOf(old);
    }

    /** Of those in the view, at {@code brokerNow}. Pauses are none: what stops everything is named. */
    static EndedHolds in(ControlView view, Instant brokerNow) {
        Instant renewable = brokerNow.minus(RENEWAL);
        List<Hold> old = new ArrayList<>();
        int[] recent = {0};
        view.forEach(hold -> {
            if (mayEnd(hold) && !hold.isInForce(renewable)) {
                old.add(hold);
            } else if (mayEnd(hold) && !hold.isInForce(brokerNow)) {
                recent[0]++;
            }
            return true;
        });
        return new EndedHolds(old, recent[0]);
    }

    /** Whether it can be one of them some day; there may be a million that cannot. */
    static boolean mayEnd(Hold hold) {
        return !hold.selector().isPause() && hold.until() != null;
    }
}
