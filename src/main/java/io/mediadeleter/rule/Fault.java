package io.mediadeleter.rule;

import io.mediadeleter.text.Excerpt;
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
 * @param hold the key of the hold that names the request; for {@link FaultKind#HELD} alone
 */
public record Fault(
        FaultKind kind,
        String code,
        String message,
        @Nullable String requestId,
        @Nullable Duration retryAfter,
        @Nullable String hold) {

    public static final int MAX_MESSAGE = 1_000;

    private static final String CALLED_BEFORE =
            ". A call for it may have been made before, and may have deleted the media";

    /** The code of {@link FaultKind#EXPIRED}. */
    public static final String EXPIRED = "Request.Expired";

    public Fault {
        if ((kind == FaultKind.HELD) != (hold != null)) {
            throw new IllegalArgumentException("a hold's key belongs to what is HELD, and to nothing else: " + kind);
        }
        message = Excerpt.of(message, MAX_MESSAGE);
    }

    /** A fault that says nothing of when to call again. */
    public Fault(FaultKind kind, String code, String message, @Nullable String requestId) {
        this(kind, code, message, requestId, null, null);
    }

    /** A fault that a call ended with. */
    public Fault(
            FaultKind kind, String code, String message, @Nullable String requestId, @Nullable Duration retryAfter) {
        this(kind, code, message, requestId, retryAfter, null);
    }

    /**
     * A hold names the request: no call is made for it.
     *
     * @param code by what of the request it names it
     * @param hold the hold's key, as it lies on the control topic
     * @param message by whom and why, for people
     */
    public static Fault held(String code, String hold, String message) {
        return new Fault(FaultKind.HELD, code, message, null, null, hold);
    }

    /**
     * The request is too old, or its timestamp makes no sense: no call is made for it.
     *
     * @param message how old, for people
     */
    public static Fault expired(String message) {
        return new Fault(FaultKind.EXPIRED, EXPIRED, message, null);
    }

    /** The same of a request that is not called now, but may have been before: by a call that failed, or by an instance that died. */
    public Fault afterACall() {
        String told = Excerpt.of(message, MAX_MESSAGE - CALLED_BEFORE.length()) + CALLED_BEFORE;
        return new Fault(kind, code, told, requestId, retryAfter, hold);
    }

    /**
     * Whether no request is at fault when every call fails like this: systemically, or without an answer of the API's own. A
     * single call that ends so says nothing; an answer of the API, even an internal error, may be about the one request.
     */
    public boolean mayBeOutage() {
        return kind == FaultKind.SYSTEMIC || (kind == FaultKind.TRANSIENT && FaultTable.isOwn(code));
    }

    /**
     * Whether a call that ends so is no sign that the API is well: what may be an outage, and what an operator's row makes PERMANENT
     * though the API has not answered.
     */
    public boolean isNoSignOfHealth() {
        return mayBeOutage() || (kind == FaultKind.PERMANENT && FaultTable.isOwn(code));
    }

    /** Whether the call that ended so may have deleted the media all the same, whatever kind an operator's row makes of it. */
    public boolean mayHaveDeleted() {
        return !FaultTable.isRefusal(code);
    }

    /**
     * Whether a request is given up for it only once another call has gone well, though it be the last attempt. Time-outs
     * are not among these: a media may take too long by itself.
     */
    public boolean needsProof() {
        return mayBeOutage() && (kind == FaultKind.SYSTEMIC || !code.equals(FaultTable.TIMEOUT));
    }
}
