package io.mediadeleter.simulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way in which an answer goes wrong on the wire, so that the caller cannot tell whether the deletion happened. */
public enum WireFault {
    /** No answer; the connection stays open until the simulator gives it up. */
    TIMEOUT,
    /** The connection is closed without an answer. */
    RESET,
    /** HTTP 200 with a body that is no JSON. */
    GARBAGE,
    /** HTTP 200 with half of the body that its Content-Length announces, then the connection is closed. */
    TRUNCATED,
    /** HTTP 200 with no body. */
    EMPTY,
    /** HTTP 200 with an answer that looks like success and lacks the RequestId. */
    NULL_REQUEST_ID,
    /** HTTP 200 with a page of HTML, as a captive portal or a gateway's own page. */
    HTML,
    /** HTTP 200 with an error that is not named as the API names it, beside a RequestId. */
    LOWER_CASE_ERROR,
    /** HTTP 200 with an error beside the Response in place of in it. */
    ERROR_OUTSIDE,
    /** HTTP 200 with the API's error for an absent media, without a RequestId. */
    ABSENT_WITHOUT_REQUEST_ID,
    /** HTTP 302 to a page for signing in. */
    HTTP_302,
    /** HTTP 403, as a firewall for web applications answers. */
    HTTP_403,
    /** HTTP 407, as a proxy answers that wants to know who asks. */
    HTTP_407,
    /** HTTP 429, with a Retry-After of {@value #RETRY_AFTER} seconds. */
    HTTP_429,
    /** HTTP 500, as a broken gateway answers. */
    HTTP_500,
    /** HTTP 502, as a gateway answers whose API is gone. */
    HTTP_502,
    /** HTTP 503, with a Retry-After of 0 that invites clients to call again at once. */
    HTTP_503,
    /** HTTP 504, as a gateway answers whose API is silent. */
    HTTP_504;

    /** What a gateway asks for that is asked too much. */
    public static final int RETRY_AFTER = 3;
    /** The name in scripts, such as {@code http-503}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<WireFault> named(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }
}
