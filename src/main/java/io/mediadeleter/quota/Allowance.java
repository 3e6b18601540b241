package io.mediadeleter.quota;

/**
 * Calls a second, until a moment on the monotonic clock of the member that holds them; none from then on.
 *
 * @param afterQuiet whether no member of the group has made a call in the second before it
 */
public record Allowance(int perSecond, long untilNanos, boolean afterQuiet) {

    /** One that others' calls may have come before. */
    public Allowance(int perSecond, long untilNanos) {
        this(perSecond, untilNanos, false);
    }

    /** What is left of it at {@code nowNanos}. */
    public int at(long nowNanos) {
        return untilNanos - nowNanos > 0 ? perSecond : 0;
    }
}
