package io.mediadeleter.rule;

/** What a fault means for the request it happened to. */
public enum FaultKind {
    /** The quota was spent, here or by others: the request keeps its place and no attempt is counted. */
    THROTTLED,
    /** No request's fault: credentials, account, network, an API that is down. */
    SYSTEMIC,
    /** The media is not there: the wanted state holds. */
    ABSENT,
    /** The API will never accept this request. */
    PERMANENT,
    /** Worth another try later; also everything that is not known. */
    TRANSIENT,
    /** The bytes are no valid request: no call is ever made. */
    MALFORMED
}
