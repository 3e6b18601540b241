package io.mediadeleter.vod;

import java.io.IOException;
import java.io.Serial;

/** The call failed before anything of its request was sent; the cause says how. */
final class NothingSentException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    NothingSentException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
