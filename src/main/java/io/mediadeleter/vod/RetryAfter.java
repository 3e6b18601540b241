package io.mediadeleter.vod;

import io.mediadeleter.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Response;

/** What an answer's {@code Retry-After} asks for, in seconds or as a date, within reason. Stateless. */
final class RetryAfter {

    /** Who asks for more gets this: a slip of the gateway's must not end deletion for a day. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final String NAME = "Retry-After";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

    private RetryAfter() {}

    /** Empty when it asks for nothing, or for what makes no sense. */
    static Optional<Duration> of(Response answer) {
        String value = String.valueOf(answer.header(NAME)).strip();
        if (SECONDS.matcher(value).matches()) {
            return bounded(Duration.ofSeconds(Long.parseLong(value)));
        }
        return Optional.ofNullable(answer.headers().getDate(NAME))
                .flatMap(date -> bounded(Duration.between(answeredAt(answer), date.toInstant())));
    }

    /** By the clock that the date is by, where it is told: this machine's may be another. */
    private static Instant answeredAt(Response answer) {
        Date told = answer.headers().getDate("Date");
        return told == null ? Instant.ofEpochMilli(answer.receivedResponseAtMillis()) : told.toInstant();
    }

    private static Optional<Duration> bounded(Duration asked) {
        if (asked.isNegative() || asked.isZero()) {
            return Optional.empty();
        }
        return Optional.of(Durations.min(asked, LONGEST));
    }
}
