package io.mediadeleter.app;

/** A command could not do what it was asked to, for a reason that the message tells; no stack trace is of use. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }
}
