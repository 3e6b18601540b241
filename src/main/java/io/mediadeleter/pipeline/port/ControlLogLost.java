package io.mediadeleter.pipeline.port;

import org.jspecify.annotations.Nullable;

/** The place in the control topic is gone, or the topic cannot be reached: it has to be read anew from its beginning. */
public final class ControlLogLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ControlLogLost(String message) {
        super(message);
    }

    public ControlLogLost(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
