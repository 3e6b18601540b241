package io.mediadeleter.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to publish, and how it should end.
 *
 * @param name for the table
 * @param headers text by name
 * @param expected the outcomes that are right; empty when any is
 * @param attempts calls that should be made for it; counts only where outcomes are expected
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to a producer, never compared
record Entry(
        String name,
        @Nullable String key,
        byte[] value,
        Map<String, String> headers,
        Set<String> expected,
        int attempts) {

    Entry {
        headers = Map.copyOf(headers);
        expected = Set.copyOf(expected);
    }

    /** A request that should end like this with its first call. */
    static Entry of(String name, String fileId, String json, String expected) {
        return new Entry(name, fileId, json.getBytes(UTF_8), Map.of(), Set.of(expected), 1);
    }

    Entry withHeaders(Map<String, String> given) {
        return new Entry(name, key, value, given, expected, attempts);
    }

    /** May end like this, too. */
    Entry orElse(String outcome) {
        return new Entry(name, key, value, headers, Set.of(expected.iterator().next(), outcome), attempts);
    }

    Entry afterAttempts(int count) {
        return new Entry(name, key, value, headers, expected, count);
    }

    boolean isAsExpected(Ending ending) {
        return expected.isEmpty() || (expected.contains(ending.outcome()) && ending.attempts() == attempts);
    }
}
