package io.mediadeleter.pipeline;

/** What becomes of a wish to release the brake. */
public enum BrakeRelease {
    ASKED,
    NOT_HELD,

    /** This instance cannot read the control topic now, so it does not know whether the brake is held. */
    UNKNOWN
}
