package io.mediadeleter.control.holds;

/** The control topic is not the one that was written to: whoever reads it has to begin anew. */
public final class ControlLogBroken extends RuntimeException {

    public ControlLogBroken(String message) {
        super(message);
    }
}
