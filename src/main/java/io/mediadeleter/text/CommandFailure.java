package io.mediadeleter.text;

/** A command could not do what it was asked to, for a reason that the message tells; no stack trace is of use. */
public final class CommandFailure extends RuntimeException implements OperatorError {

    public CommandFailure(String message) {
        super(message);
    }
}
