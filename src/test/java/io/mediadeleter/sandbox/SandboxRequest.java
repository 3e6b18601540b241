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
record SandboxRequest(
        String name,
        @Nullable String key,
        byte[] value,
        Map<String, String> headers,
        Set<String> expected,
        int attempts) {

    SandboxRequest {
        headers = Map.copyOf(headers);
        expected = Set.copyOf(expected);
    }

    /** A request that should end like this with its first call. */
    static SandboxRequest of(String name, String fileId, String json, String expected) {
        return new SandboxRequest(name, fileId, json.getBytes(UTF_8), Map.of(), Set.of(expected), 1);
    }

    SandboxRequest withHeaders(Map<String, String> given) {
        return new SandboxRequest(name, key, value, given, expected, attempts);
    }

    /** May end like this, too. */
    SandboxRequest orElse(String outcome) {
        return new SandboxRequest(
                name, key, value, headers, Set.of(expected.iterator().next(), outcome), attempts);
    }

    SandboxRequest afterAttempts(int count) {
        return new SandboxRequest(name, key, value, headers, expected, count);
    }

    boolean isAsExpected(SandboxOutcome ending) {
        return expected.isEmpty() || (expected.contains(ending.outcome()) && ending.attempts() == attempts);
    }
}
