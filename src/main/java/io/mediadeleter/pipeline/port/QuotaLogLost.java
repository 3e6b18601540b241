package io.mediadeleter.pipeline.port;

/** The place in the log of claims is gone, or the log cannot be reached: a member has to begin anew. */
public final class QuotaLogLost extends RuntimeException {

    public QuotaLogLost(String message) {
        super(message);
    }

    public QuotaLogLost(String message, Throwable cause) {
        super(message, cause);
    }
}
