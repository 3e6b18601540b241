package io.mediadeleter.simulator.request;

import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request, read to its end.
 *
 * @param query as sent, without the question mark; empty when there is none
 * @param headers by lower-case name; the first value of each
 * @param body cut one byte after {@link #LONGEST_BODY}
 */
@SuppressWarnings("ArrayRecordComponent") // hashed and parsed, never compared
public record ApiRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {

    /** In bytes. */
    public static final int LONGEST_BODY = 1 << 20;

    public ApiRequest {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
