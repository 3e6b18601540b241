package io.mediadeleter.event;

/** Which claim a delivery has on the quota; earlier constants go first. */
public enum Lane {
    LIVE,
    RETRY,
    REPLAY
}
