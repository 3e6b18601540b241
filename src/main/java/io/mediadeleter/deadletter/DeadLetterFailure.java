package io.mediadeleter.deadletter;

import io.mediadeleter.text.OperatorError;

/** The table could not be read or changed; the message says why, what is done and what to do. */
public final class DeadLetterFailure extends RuntimeException implements OperatorError {

    private static final long serialVersionUID = 1L;

    DeadLetterFailure(String message, Throwable cause) {
        super(message, cause);
    }

    DeadLetterFailure(String message) {
        super(message);
    }
}
