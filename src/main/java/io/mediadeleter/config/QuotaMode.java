package io.mediadeleter.config;

/** Whose the quota is. */
public enum QuotaMode {
    /** All instances of the group share it. */
    GROUP,
    /** This one instance has it alone. */
    LOCAL
}
