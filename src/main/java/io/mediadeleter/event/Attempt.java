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
 * @param mayHaveUncountedCall whether a call that is not among those may have been made all the same: by a former owner of the
 *     partition, which died, or before a replay
 */
public record Attempt(
        int made,
        @Nullable Instant firstFailedAt,
        @Nullable Instant notBefore,
        int replays,
        @Nullable Origin replayOf,
        @Nullable Instant replayedAt,
        boolean mayHaveUncountedCall) {

    /** Nothing has been tried yet. */
    public static final Attempt FIRST = new Attempt(0, null, null, 0, null);

    /** Nothing has been tried that counts; a former owner may have called it and died. */
    public static final Attempt INHERITED = new Attempt(0, null, null, 0, null, null, true);

    /** An attempt that is no replay's. */
    public Attempt(
            int made,
            @Nullable Instant firstFailedAt,
            @Nullable Instant notBefore,
            int replays,
            @Nullable Origin replayOf) {
        this(made, firstFailedAt, notBefore, replays, replayOf, null, false);
    }

    /** None yet: a request that waits for its grace period to end. */
    public static Attempt inGrace(Instant until, boolean mayHaveUncountedCall) {
        return new Attempt(0, null, until, 0, null, null, mayHaveUncountedCall);
    }

    /** Nothing has been tried, and yet there is a time to wait for. */
    public boolean isInGrace() {
        return made == 0 && replays == 0 && notBefore != null;
    }

    public Attempt {
        if (made < 0 || replays < 0) {
            throw new IllegalArgumentException("negative count: " + made + " attempts, " + replays + " replays");
        }
    }

    /** Whether an earlier call of the request may have deleted the media. */
    public boolean mayHaveCalled() {
        return made > 0 || mayHaveUncountedCall;
    }
}
