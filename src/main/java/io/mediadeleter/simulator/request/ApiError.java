package io.mediadeleter.simulator.request;

/** The API says no: an error code and a message for people. Has no stack trace, since refusing is a normal answer. */
public final class ApiError extends Exception {

    private final String code;

    public ApiError(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
