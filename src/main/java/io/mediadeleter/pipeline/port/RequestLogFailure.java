package io.mediadeleter.pipeline.port;

import io.mediadeleter.text.OperatorError;

/**
 * Nothing can be read, or nothing written, any more: the service has to stop, and what is not committed is done again by
 * the next owner.
 */
public final class RequestLogFailure extends RuntimeException implements OperatorError {

    public RequestLogFailure(String message) {
        super(message);
    }

    public RequestLogFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
