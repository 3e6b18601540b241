package io.mediadeleter.text;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers, lengths of time and names as people read them. Stateless. */
public final class Figures {

    private Figures() {}

    /** As in "1,204". */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** As in "1 request" and "1,204 requests". */
    public static String count(long count, String one) {
        return number(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** A length of time in the largest unit of which it has two or more, rounded to plan by; one second at least. */
    public static String about(Duration duration) {
        long seconds = Math.max(1, duration.plusMillis(500).toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        if (minutes < 120) {
            return minutes + " min";
        }
        return minutes < 2_880
                ? String.format(Locale.ROOT, "%.1f h", minutes / 60.0)
                : String.format(Locale.ROOT, "%,.1f days", minutes / 1_440.0);
    }

    /** A length of time in the largest unit of which it has two or more, cut down to whole ones. */
    public static String inWords(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " hours";
        }
        return duration.toMinutes() >= 2 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }

    /** Some names, and how many more there are. */
    public static String some(Collection<String> names, int most) {
        String some = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() > most ? some + " and " + number(names.size() - most) + " more" : some;
    }
}
