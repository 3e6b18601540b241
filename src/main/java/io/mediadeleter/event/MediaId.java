package io.mediadeleter.event;

import org.jspecify.annotations.Nullable;

/**
 * Names one media: requests with the same id are about the same thing and may share a call.
 *
 * @param subAppId the VOD sub-application; null for the account's own
 * @param fileId 17 to 19 digits in practice, which a double cannot hold, so it is text everywhere
 */
public record MediaId(@Nullable Long subAppId, String fileId) {

    @Override
    public String toString() {
        return subAppId == null ? fileId : subAppId + ":" + fileId;
    }
}
