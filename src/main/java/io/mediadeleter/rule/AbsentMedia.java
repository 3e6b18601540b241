package io.mediadeleter.rule;

/** What it means that there is no such media, where no earlier call of the request can have deleted it. */
public enum AbsentMedia {
    /** The wanted state holds: a result. */
    RESULT,
    /** The request may name another sub-application than it means, which reads the same: a dead letter. */
    DEAD_LETTER
}
