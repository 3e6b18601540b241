package io.mediadeleter.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result that readers of the deleted topic get.
 *
 * @param requestId the API's id of the call; null only for {@link Disposition#DRY_RUN}
 * @param errorCode the API's code, for {@link Disposition#ALREADY_ABSENT} only
 * @param attempts calls made for the request, this one included
 * @param coalesced the call was shared with other requests for the same media
 * @param called what the call was for: what was asked, and what the requests that shared it asked for
 */
public record MediaDeleted(
        Origin source,
        DeleteRequest request,
        Disposition disposition,
        @Nullable String requestId,
        @Nullable String errorCode,
        Instant deletedAt,
        int attempts,
        boolean coalesced,
        Scope called) {

    /** Whether more is gone than was asked for, because others asked for it. */
    public boolean isMoreThanAsked() {
        return disposition == Disposition.DELETED && !called.isSame(request.scope());
    }

    /** How the wanted state came about; on the wire, the result's {@code outcome}. */
    public enum Disposition {
        DELETED,
        ALREADY_ABSENT,
        DRY_RUN
    }
}
