package io.mediadeleter.cli.check;

import java.time.Duration;
import java.util.Locale;

/** Judges the difference of two clocks. */
final class ClockSkew {

    /** Due times of retries are off by as much; the API refuses what is signed 300 s off. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private ClockSkew() {}

    /**
     * What to say of a difference.
     *
     * @param whose clock it is compared with, such as "the API's"
     */
    static Finding finding(String check, String whose, Duration ahead) {
        String much = String.format(Locale.ROOT, "%.1f s", ahead.abs().toMillis() / 1_000.0);
        String what = "this machine's clock is " + much + (ahead.isNegative() ? " behind " : " ahead of ") + whose;
        return ahead.abs().compareTo(MOST) <= 0
                ? Finding.ok(check, what)
                : Finding.wrong(check, what, "synchronise both by NTP");
    }
}
