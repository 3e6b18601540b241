package io.mediadeleter.kafka.headers;

/** The names of this service's own record headers; their values are UTF-8 text. */
public final class MdHeaders {

    /** {@code TOPIC/PARTITION/OFFSET} of the request as it was first written. */
    public static final String ORIGIN = "md-origin";

    /**
     * The id of the topic that {@link #ORIGIN} is on: on dead letters wherever it is known; on retries and replays only of
     * a request that was written after the topic was recreated.
     */
    public static final String ORIGIN_TOPIC_ID = "md-origin-topic-id";

    /** When it was first written, in milliseconds since 1970. */
    public static final String ORIGIN_TIMESTAMP = "md-origin-timestamp";

    /** On dead letters: the request's key, in base64. */
    public static final String ORIGIN_KEY = "md-origin-key";

    /** On dead letters: the request had no value; an empty one stands for it, since none would be a tombstone. */
    public static final String NULL_VALUE = "md-null-value";

    /** How many of the request's headers were left out because the record was too large. */
    public static final String HEADERS_DROPPED = "md-headers-dropped";

    /**
     * On results: the properties of the request, separated by commas, that a result repeats and this one does not, because the
     * record was too large.
     */
    public static final String EVIDENCE_DROPPED = "md-evidence-dropped";

    /** On dead letters: how many bytes the request's value has, which was left out because it was too large. */
    public static final String VALUE_DROPPED = "md-value-dropped";

    /** On dead letters: how many bytes the request's key has, which was left out because it was too large. */
    public static final String KEY_DROPPED = "md-key-dropped";

    /** Attempts made so far. */
    public static final String ATTEMPT = "md-attempt";

    /** ISO-8601. */
    public static final String FIRST_FAILED_AT = "md-first-failed-at";

    /** ISO-8601. */
    public static final String FAILED_AT = "md-failed-at";

    /** When the next call is due, in milliseconds since 1970. */
    public static final String NOT_BEFORE = "md-not-before";

    /** On grace topics: how long the request waits there at least, in milliseconds. */
    public static final String GRACE_PERIOD = "md-grace-period";

    public static final String FAULT_KIND = "md-fault-kind";
    public static final String FAULT_CODE = "md-fault-code";
    public static final String FAULT_MESSAGE = "md-fault-message";
    public static final String FAULT_REQUEST_ID = "md-fault-request-id";

    /** On dead letters that are HELD: the key of the hold that names the request. */
    public static final String HOLD = "md-hold";

    /** On dead letters: the consumer group that gave the request up. */
    public static final String GROUP = "md-group";

    /**
     * The sub-application that the request is for, its own or the default of when it was first read, or {@code own} for the
     * account's own: so that no later attempt is made in another, whatever the default is by then.
     */
    public static final String SUB_APP_ID = "md-sub-app-id";

    /** The dead letter that this is a replay of, as {@code TOPIC/PARTITION/OFFSET} of its origin. */
    public static final String REPLAY_OF = "md-replay-of";

    /** How often the request came back from the dead letters. */
    public static final String REPLAYS = "md-replays";

    /**
     * On replays, their retries and dead letters: when it last came back, by the clock of the machine that {@code
     * dead-letters replay} ran on; ISO-8601.
     */
    public static final String REPLAYED_AT = "md-replayed-at";

    /** On replays, dead letters and in the grace period: a call that {@link #ATTEMPT} does not count may have been made. */
    public static final String CALLED = "md-called";

    private MdHeaders() {}
}
