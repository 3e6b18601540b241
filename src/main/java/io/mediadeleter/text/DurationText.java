package io.mediadeleter.text;

import java.time.Duration;
import java.util.Locale;

/** Durations as people write them in settings: {@code 250ms}, {@code 5s}, {@code 1h30m}, {@code 30d}. Exact to the millisecond. */
public final class DurationText {

    private DurationText() {}

    public static String of(Duration duration) {
        if (duration.toDays() > 1 && duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() + "d";
        }
        return duration.toMillis() % 1_000 != 0
                ? duration.toMillis() + "ms"
                : Duration.ofSeconds(duration.toSeconds())
                        .toString()
                        .substring("PT".length())
                        .toLowerCase(Locale.ROOT);
    }
}
