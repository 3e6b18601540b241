package io.mediadeleter.pipeline.port;

import io.mediadeleter.text.OperatorError;
import java.io.Serial;

/**
 * Nothing can be read, or nothing written, any more: the service has to stop, and what is not committed is done again by
 * the next owner.
 */
public final class RequestLogFailure extends RuntimeException implements OperatorError {

    @Serial
    private static final long serialVersionUID = 1L;

    public RequestLogFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
