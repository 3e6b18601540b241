package io.mediadeleter.pipeline.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a request does not go on in its settlement, because the record would have been too large.
 *
 * @param headers how many of its headers
 * @param evidence which of the properties that a result repeats
 * @param valueBytes the size of its value, where value and key are left out; else null
 */
public record Reduction(
        int headers, List<String> evidence, @Nullable Integer valueBytes) {

    /** It is whole. */
    public static final Reduction NOTHING = new Reduction(0, List.of(), null);

    public Reduction {
        evidence = List.copyOf(evidence);
    }

    /** These many headers, and a value of so many bytes. */
    public Reduction(int headers, int valueBytes) {
        this(headers, List.of(), valueBytes);
    }

    /** These many headers. */
    public static Reduction headers(int count) {
        return headers(count, List.of());
    }

    /** These many headers, and these properties. */
    public static Reduction headers(int count, List<String> evidence) {
        return count == 0 && evidence.isEmpty() ? NOTHING : new Reduction(count, evidence, null);
    }
}
