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
 */
public record MediaDeleted(
        Origin source,
        DeleteRequest request,
        Disposition disposition,
        @Nullable String requestId,
        @Nullable String errorCode,
        Instant deletedAt,
        int attempts,
        boolean coalesced) {

    /** How the wanted state came about; on the wire, the result's {@code outcome}. */
    public enum Disposition {
        DELETED,
        ALREADY_ABSENT,
        DRY_RUN
    }
}
