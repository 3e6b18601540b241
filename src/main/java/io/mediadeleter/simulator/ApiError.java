package io.mediadeleter.simulator;

import java.io.Serial;

/** The API says no: an error code and a message for people. Has no stack trace, since refusing is a normal answer. */
final class ApiError extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    ApiError(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
