package io.mediadeleter.kafka.codec;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times that publishers write: in {@code requestedAt}, in the {@code time} of a CloudEvent and in {@code until} of a
 * hold alike. Nobody here reckons with the first two; they are checked for those who will.
 */
public final class Rfc3339 {

    /** What is answered where it is something else. */
    static final String WANTED = "is not an RFC 3339 time with date, seconds and offset, such as 2026-11-22T08:15:30Z";

    static final int MAX_CHARS = 64;

    /** As {@code requestedAt} in the request schema has it. */
    static final String PATTERN = "^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
            + "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
            + "[Tt ](?:[01][0-9]|2[0-3]):(?:[0-5][0-9]:[0-5][0-9]|(?:14|29|44|59):60)(?:\\.[0-9]+)?"
            + "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$";

    private static final Pattern TIME = Pattern.compile(PATTERN);

    /** Of a text that is a time: its seconds, their fraction, and the sign, hours and minutes of the offset. */
    private static final Pattern PLACES =
            Pattern.compile("(.{10}).(.{5}):(..)(?:\\.([0-9]{1,9})[0-9]*)?(?:[Zz]|([+-])(..):(..))");

    private Rfc3339() {}

    static boolean isTime(String text) {
        return text.length() <= MAX_CHARS && TIME.matcher(text).matches();
    }

    /** The time that a text tells, a leap second as the beginning of the next one; empty when it tells none. */
    public static Optional<Instant> instant(String text) {
        Matcher places = PLACES.matcher(text);
        if (!isTime(text) || !places.matches()) {
            return Optional.empty();
        }
        int seconds = Integer.parseInt(places.group(3));
        return Optional.of(LocalDateTime.parse(places.group(1) + "T" + places.group(2))
                .plusSeconds(seconds)
                .plusNanos(seconds == 60 ? 0 : nanos(places.group(4)))
                .toInstant(ZoneOffset.UTC)
                .minusSeconds(offsetSeconds(places)));
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    /** Up to a day, which is more than {@link ZoneOffset} takes. */
    private static int offsetSeconds(Matcher places) {
        String sign = places.group(5);
        if (sign == null) {
            return 0;
        }
        int seconds = Integer.parseInt(places.group(6)) * 3_600 + Integer.parseInt(places.group(7)) * 60;
        return sign.equals("-") ? -seconds : seconds;
    }
}
