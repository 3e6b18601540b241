package io.mediadeleter.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has been tried for a request before this delivery.
 *
 * @param made calls that failed and count; 0 for a first delivery and for a replay
 * @param firstFailedAt when the first of them failed
 * @param notBefore when the next call is due; null is at once
 * @param replays how often the request came back from the dead letters
 * @param replayOf the dead letter that this is a replay of
 * @param replayedAt when it last came back; null if it never did
 */
public record Attempt(
        int made,
        @Nullable Instant firstFailedAt,
        @Nullable Instant notBefore,
        int replays,
        @Nullable Origin replayOf,
        @Nullable Instant replayedAt) {

    /** Nothing has been tried yet. */
    public static final Attempt FIRST = new Attempt(0, null, null, 0, null);

    /** An attempt that is no replay's. */
    public Attempt(
            int made,
            @Nullable Instant firstFailedAt,
            @Nullable Instant notBefore,
            int replays,
            @Nullable Origin replayOf) {
        this(made, firstFailedAt, notBefore, replays, replayOf, null);
    }

    public Attempt {
        if (made < 0 || replays < 0) {
            throw new IllegalArgumentException("negative count: " + made + " attempts, " + replays + " replays");
        }
    }
}
