package io.mediadeleter.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in settings: {@code 250ms}, {@code 5s}, {@code 1h30m}, {@code 30d}. Exact to the millisecond. */
public final class DurationText {

    private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /** As {@link #of} prints what is no round number. */
    private static final Pattern COMPOUND = Pattern.compile("(?=.)(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?");

    private DurationText() {}

    /**
     * Reads a number with its unit; hours, minutes and seconds in this order; or ISO 8601.
     *
     * @throws DateTimeParseException at anything else
     * @throws ArithmeticException at a number that is too large
     */
    public static Duration parse(String text) {
        Matcher simple = SIMPLE.matcher(text);
        if (simple.matches()) {
            return Duration.of(Long.parseLong(simple.group(1)), unit(simple.group(2)));
        }
        return Duration.parse(COMPOUND.matcher(text).matches() ? "PT" + text : text);
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }

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
