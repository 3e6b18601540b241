package io.mediadeleter.pipeline.port;

import org.jspecify.annotations.Nullable;

/**
 * What of a request does not go on in its settlement, because the record would have been too large.
 *
 * @param headers how many of its headers
 * @param valueBytes the size of its value, where value and key are left out; else null
 */
public record Reduction(int headers, @Nullable Integer valueBytes) {

    /** It is whole. */
    public static final Reduction NOTHING = new Reduction(0, null);

    /** These many headers. */
    public static Reduction headers(int count) {
        return count == 0 ? NOTHING : new Reduction(count, null);
    }
}
