package io.mediadeleter.kafka.control;

import io.mediadeleter.text.OperatorError;
import org.apache.kafka.common.errors.AuthorizationException;

/** A command could not read or write the control topic; the message says why and what to do. */
public final class ControlFailure extends RuntimeException implements OperatorError {

    private final boolean isRefusal;

    ControlFailure(String message, Throwable cause) {
        super(message, cause);
        isRefusal = cause instanceof AuthorizationException;
    }

    ControlFailure(String message) {
        super(message);
        isRefusal = false;
    }

    /** Whether Kafka has not let this client do it, so that it is certain that it was not done. */
    public boolean isRefusal() {
        return isRefusal;
    }
}
