package io.mediadeleter.event;

/** What a topic is for that requests wait on. */
public enum TopicRole {
    REQUESTED,
    BULK,
    RETRY,
    REPLAY,
    GRACE
}
