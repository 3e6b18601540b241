package io.mediadeleter.control.members;

/** Whether another process runs under an instance's name. */
public enum NameUse {
    /** Another one shows itself. */
    SHARED,
    /** Another one would have shown itself by now. */
    ALONE,
    /** Not enough has been read back to tell. */
    UNKNOWN
}
