package io.mediadeleter.quota;

/**
 * Calls a second, until a moment on the monotonic clock of the member that holds them; none from then on.
 */
public record Allowance(int perSecond, long untilNanos) {

    /** What is left of it at {@code nowNanos}. */
    public int at(long nowNanos) {
        return untilNanos - nowNanos > 0 ? perSecond : 0;
    }
}
