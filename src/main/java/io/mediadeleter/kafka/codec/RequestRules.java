package io.mediadeleter.kafka.codec;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator adds to the schema's own rules.
 *
 * @param defaultSubAppId taken where a request names none; null sends none
 * @param subAppIdRequired requests that name none are refused, even where there is a default
 * @param allowedSubAppIds requests for others are refused; empty allows all
 * @param emptyPartsDeleteAll an empty {@code deleteParts} means the whole media, instead of being refused
 */
public record RequestRules(
        @Nullable Long defaultSubAppId,
        boolean subAppIdRequired,
        Set<Long> allowedSubAppIds,
        boolean emptyPartsDeleteAll) {

    public RequestRules {
        allowedSubAppIds = Set.copyOf(allowedSubAppIds);
    }

    /** Whether a deletion in that sub-application may be called for; null stands for the account's own. */
    boolean allows(@Nullable Long subAppId) {
        return allowedSubAppIds.isEmpty() || (subAppId != null && allowedSubAppIds.contains(subAppId));
    }
}
