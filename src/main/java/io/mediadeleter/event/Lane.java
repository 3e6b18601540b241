package io.mediadeleter.event;

/** Which claim a delivery has on the quota: the live lane goes first, and the others share what is left to them. */
public enum Lane {
    LIVE,
    RETRY,
    REPLAY,
    /** Requests in bulk, with their retries and replays: they have time. */
    BULK
}
