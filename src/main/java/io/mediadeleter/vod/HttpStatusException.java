package io.mediadeleter.vod;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server answered with a status other than 200: something on the way to the API, or the API's front, spoke. */
final class HttpStatusException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient @Nullable Duration retryAfter;

    /**
     * An answer with that status.
     *
     * @param excerpt how the body began; may be empty
     * @param retryAfter how long it asks not to be called again; empty when it does not ask
     */
    HttpStatusException(int status, String excerpt, Optional<Duration> retryAfter) {
        super("HTTP status " + status
                + retryAfter
                        .map(wait -> ", Retry-After " + wait.toSeconds() + " s")
                        .orElse("")
                + (excerpt.isBlank() ? "" : ": " + excerpt));
        this.status = status;
        this.retryAfter = retryAfter.orElse(null);
    }

    int status() {
        return status;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
