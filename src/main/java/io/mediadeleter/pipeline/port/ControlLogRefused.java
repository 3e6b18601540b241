package io.mediadeleter.pipeline.port;

import io.mediadeleter.text.OperatorError;

/** The control topic is none that a group can be stopped by; the message says what an operator has to do. */
public final class ControlLogRefused extends RuntimeException implements OperatorError {

    public ControlLogRefused(String message) {
        super(message);
    }
}
