package io.mediadeleter.pipeline.port;

import org.jspecify.annotations.Nullable;

/** The place in the control topic is gone, or the topic cannot be reached: it has to be read anew from its beginning. */
public final class ControlLogLost extends RuntimeException {

    private final boolean isReplaced;

    private ControlLogLost(String message, boolean isReplaced) {
        super(message);
        this.isReplaced = isReplaced;
    }

    /** The topic is another one by the same name, and does not have what stood on the former. */
    public static ControlLogLost replaced(String message) {
        return new ControlLogLost(message, true);
    }

    public ControlLogLost(String message) {
        this(message, false);
    }

    public ControlLogLost(@Nullable String message, Throwable cause) {
        super(message, cause);
        this.isReplaced = false;
    }

    /** Whether the topic is another one by the same name. */
    public boolean isReplaced() {
        return isReplaced;
    }
}
