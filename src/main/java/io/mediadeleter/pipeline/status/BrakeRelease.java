package io.mediadeleter.pipeline.status;

/** What becomes of a wish to release the brake. */
public enum BrakeRelease {
    ASKED,
    NOT_HELD,

    /** This instance cannot read the control topic now, or has written to it for the last time: it neither knows nor does anything. */
    UNKNOWN
}
