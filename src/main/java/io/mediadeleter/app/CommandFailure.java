package io.mediadeleter.app;

import io.mediadeleter.pipeline.OperatorError;

/** A command could not do what it was asked to, for a reason that the message tells; no stack trace is of use. */
final class CommandFailure extends RuntimeException implements OperatorError {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }
}
