package io.mediadeleter.vod;

import java.io.IOException;
import java.io.Serial;

/** The server answered with a status other than 200: something on the way to the API, or the API's front, spoke. */
final class HttpStatusException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param excerpt how the body began; may be empty */
    HttpStatusException(int status, String excerpt) {
        super("HTTP status " + status + (excerpt.isBlank() ? "" : ": " + excerpt));
        this.status = status;
    }

    int status() {
        return status;
    }
}
