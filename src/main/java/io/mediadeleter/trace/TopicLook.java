package io.mediadeleter.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a topic could be looked at.
 *
 * @param earliest when its first record was written that is still there; null when there is none, or it is not known
 * @param offsets how many lay there to be read
 * @param undecided how many lie behind a transaction that is open
 * @param unread why it was not read, or not to its end; null when it was
 */
public record TopicLook(
        String topic,
        @Nullable Instant earliest,
        long offsets,
        long undecided,
        @Nullable String unread) {}
