package io.mediadeleter.rule;

import io.mediadeleter.text.Printable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a request could not be fulfilled.
 *
 * @param code the API's error code, or one of this service's for what never reached the API
 * @param message for people: on one line, {@link Printable}, and cut at {@value #MAX_MESSAGE} characters
 * @param requestId the API's id of the failed call, where it gave one
 * @param retryAfter how long not to call again, where whoever answered said so
 */
public record Fault(
        FaultKind kind,
        String code,
        String message,
        @Nullable String requestId,
        @Nullable Duration retryAfter) {

    public static final int MAX_MESSAGE = 1_000;

    public Fault {
        message = Printable.of(message);
        if (message.length() > MAX_MESSAGE) {
            int end = MAX_MESSAGE - 1;
            message = message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "…";
        }
    }

    /** A fault that says nothing of when to call again. */
    public Fault(FaultKind kind, String code, String message, @Nullable String requestId) {
        this(kind, code, message, requestId, null);
    }

    /**
     * Whether no request is at fault when every call fails like this: systemically, or without an answer of the API's own. A
     * single call that ends so says nothing; an answer of the API, even an internal error, may be about the one request.
     */
    public boolean mayBeOutage() {
        return kind == FaultKind.SYSTEMIC || (kind == FaultKind.TRANSIENT && FaultTable.isOwn(code));
    }

    /**
     * Whether a request is given up for it only once another call has gone well, though it be the last attempt. Time-outs
     * are not among these: a media may take too long by itself.
     */
    public boolean needsProof() {
        return mayBeOutage() && (kind == FaultKind.SYSTEMIC || !code.equals(FaultTable.TIMEOUT));
    }
}
