package io.mediadeleter.pipeline.port;

import io.mediadeleter.text.OperatorError;

/** The log of claims is none that a quota can be shared by; the message says what an operator has to do. */
public final class QuotaLogRefused extends RuntimeException implements OperatorError {

    public QuotaLogRefused(String message) {
        super(message);
    }
}
