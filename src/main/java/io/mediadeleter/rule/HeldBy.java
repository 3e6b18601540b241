package io.mediadeleter.rule;

/** By what of a request a hold names it. */
public enum HeldBy {
    MEDIA("Hold.Media"),
    SUB_APP("Hold.SubApp"),
    EVENT("Hold.Event"),
    CORRELATION("Hold.Correlation"),
    REQUESTED_BY("Hold.RequestedBy");

    private final String code;

    HeldBy(String code) {
        this.code = code;
    }

    /** The code of the fault. */
    public String code() {
        return code;
    }
}
