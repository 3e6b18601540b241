package io.mediadeleter.pipeline.port;

/** The place in the control topic is gone, or the topic cannot be reached: it has to be read anew from its beginning. */
public final class ControlLogLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ControlLogLost(String message) {
        super(message);
    }

    public ControlLogLost(String message, Throwable cause) {
        super(message, cause);
    }
}
