package io.mediadeleter.event;

import org.jspecify.annotations.Nullable;

/**
 * A valid request: everything the schema asks for has been checked.
 *
 * @param requestedBy who or what asked for the deletion; null when the publisher did not say
 */
public record DeleteRequest(
        String eventId,
        MediaId media,
        Scope scope,
        @Nullable String correlationId,
        @Nullable String requestedBy) {}
