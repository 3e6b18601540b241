package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.RetryDelay;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a record on a retry topic is due: as its header says, but never later than the topic's own delay and jitter after
 * it was written, or seen here if that is earlier. So neither a damaged header nor a writer whose clock is ahead can hold a
 * partition back. Immutable.
 */
final class DueTimes {

    /** Above the delay: the jitter of a tenth, and the time a transaction takes. */
    private static final int LONGEST_PERCENT = 120;

    private final Map<String, Duration> delays;

    DueTimes(TopicNames topics) {
        delays = Stream.concat(topics.rungs().stream(), topics.drained().stream())
                .collect(Collectors.toUnmodifiableMap(topics::retry, RetryDelay::delay));
    }

    /**
     * Null when it is due at once.
     *
     * @param written by the record's timestamp, which may be by another machine's clock
     * @param seen when this instance read it, by its own clock
     */
    @Nullable
    Instant dueAt(String topic, Optional<Instant> notBefore, Instant written, Instant seen) {
        Duration delay = delays.get(topic);
        if (delay == null || notBefore.isEmpty()) {
            return null;
        }
        Instant start = written.isBefore(seen) ? written : seen;
        Instant latest = start.plus(delay.multipliedBy(LONGEST_PERCENT).dividedBy(100));
        return notBefore.get().isAfter(latest) ? latest : notBefore.get();
    }
}
