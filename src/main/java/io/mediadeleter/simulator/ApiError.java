package io.mediadeleter.simulator;

/** The API says no: an error code and a message for people. Has no stack trace, since refusing is a normal answer. */
final class ApiError extends Exception {

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
