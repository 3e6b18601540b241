package io.mediadeleter.vod;

import io.mediadeleter.text.OperatorError;
import java.io.Serial;

/** No credentials at start. The message says what was tried and every way to give some; it never holds a secret. */
public final class MissingCredentialsException extends RuntimeException implements OperatorError {

    @Serial
    private static final long serialVersionUID = 1L;

    public MissingCredentialsException(String message) {
        super(message);
    }
}
