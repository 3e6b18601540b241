package io.mediadeleter.kafka;

/** The names of this service's own record headers; their values are UTF-8 text. */
final class MdHeaders {

    static final String PREFIX = "md-";

    /** {@code TOPIC/PARTITION/OFFSET} of the request as it was first written. */
    static final String ORIGIN = "md-origin";

    /** When it was first written, in milliseconds since 1970. */
    static final String ORIGIN_TIMESTAMP = "md-origin-timestamp";

    /** On dead letters: the request's key, in base64. */
    static final String ORIGIN_KEY = "md-origin-key";

    /** On dead letters: the request had no value; an empty one stands for it, since none would be a tombstone. */
    static final String NULL_VALUE = "md-null-value";

    /** Attempts made so far. */
    static final String ATTEMPT = "md-attempt";

    /** ISO-8601. */
    static final String FIRST_FAILED_AT = "md-first-failed-at";

    /** ISO-8601. */
    static final String FAILED_AT = "md-failed-at";

    /** When the next call is due, in milliseconds since 1970. */
    static final String NOT_BEFORE = "md-not-before";

    static final String FAULT_KIND = "md-fault-kind";
    static final String FAULT_CODE = "md-fault-code";
    static final String FAULT_MESSAGE = "md-fault-message";
    static final String FAULT_REQUEST_ID = "md-fault-request-id";

    /** The dead letter that this is a replay of, as {@code TOPIC/PARTITION/OFFSET} of its origin. */
    static final String REPLAY_OF = "md-replay-of";

    /** How often the request came back from the dead letters. */
    static final String REPLAYS = "md-replays";

    private MdHeaders() {}
}
