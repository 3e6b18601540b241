package io.mediadeleter.event;

import org.jspecify.annotations.Nullable;

/** A valid request: everything the schema asks for has been checked. */
public record DeleteRequest(
        String eventId,
        MediaId media,
        Scope scope,
        @Nullable String correlationId) {}
