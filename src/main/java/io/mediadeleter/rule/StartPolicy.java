package io.mediadeleter.rule;

/** What a group does that has no offset for a partition with records in it. */
public enum StartPolicy {
    /** Begins with the first record that is there. */
    EARLIEST,
    /** Reads nothing of it until somebody has decided. */
    REFUSE
}
