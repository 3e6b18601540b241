package io.mediadeleter.vod;

import java.io.IOException;
import java.io.Serial;

/** The server answered 200 with a body that cannot be an answer of the API. */
final class InvalidAnswerException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidAnswerException(String message) {
        super(message);
    }
}
