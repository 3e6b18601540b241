package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.control.Hold;
import java.time.Instant;

/** A hold in one line. Stateless. */
final class PauseWords {

    private PauseWords() {}

    /** Such as {@code all:k7mtq4 since 2026-11-26 05:12:01Z, by ops@bastion: wrong export}. */
    static String of(Hold hold, Instant brokerNow) {
        Instant until = hold.until();
        String end = until == null
                ? ""
                : (hold.isInForce(brokerNow) ? ", until " : ", ended by itself at ") + Wording.time(until);
        return Wording.cell(hold.selector().toString()) + " since " + Wording.time(hold.since()) + end + ", "
                + Wording.line(hold.because());
    }
}
