package io.mediadeleter.kafka;

import io.mediadeleter.rule.Rung;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When a record on a retry topic is due: as its header says, but never later than the topic's own delay and jitter after
 * it was written, so that a damaged header cannot hold a partition back for ever. Immutable.
 */
final class DueTimes {

    /** Above the delay: the jitter of a tenth, and the time a transaction takes. */
    private static final int LONGEST_PERCENT = 120;

    private final Map<String, Duration> delays;

    DueTimes(TopicNames topics) {
        delays = topics.rungs().stream().collect(Collectors.toUnmodifiableMap(topics::retry, Rung::delay));
    }

    /** Null when it is due at once. */
    @Nullable
    Instant dueAt(String topic, Optional<Instant> notBefore, Instant written) {
        Duration delay = delays.get(topic);
        if (delay == null || notBefore.isEmpty()) {
            return null;
        }
        Instant latest = written.plus(delay.multipliedBy(LONGEST_PERCENT).dividedBy(100));
        return notBefore.get().isAfter(latest) ? latest : notBefore.get();
    }
}
