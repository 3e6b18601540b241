package io.mediadeleter.pipeline;

/**
 * How long something usually takes, in nanoseconds: a moving average, in which each time counts an eighth, as in <a
 * href="https://www.rfc-editor.org/rfc/rfc6298">RFC 6298</a>. Not thread-safe.
 */
final class UsualTime {

    private static final int WEIGHT = 8;

    private long average = -1;

    /** How long it took this time, or usually if that is shorter: what was slow once says nothing of the next time. */
    long atMost(long took) {
        average = average < 0 ? took : average + (took - average) / WEIGHT;
        return Math.min(took, average);
    }
}
