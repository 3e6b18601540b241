package io.mediadeleter.rule;

import org.jspecify.annotations.Nullable;

/**
 * Why a request could not be fulfilled.
 *
 * @param code the API's error code, or one of this service's for what never reached the API
 * @param message for people; cut at {@value #MAX_MESSAGE} characters
 * @param requestId the API's id of the failed call, where it gave one
 */
public record Fault(
        FaultKind kind,
        String code,
        String message,
        @Nullable String requestId) {

    public static final int MAX_MESSAGE = 1_000;

    public Fault {
        if (message.length() > MAX_MESSAGE) {
            message = message.substring(0, MAX_MESSAGE - 1) + "…";
        }
    }

    /**
     * Whether no request is at fault when every call fails like this: systemically, or without any answer. A single call
     * without an answer says nothing; an answer, even an internal error, may be about the one request.
     */
    public boolean mayBeOutage() {
        return kind == FaultKind.SYSTEMIC || (kind == FaultKind.TRANSIENT && FaultTable.isSilence(code));
    }
}
