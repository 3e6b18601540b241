package io.mediadeleter.kafka.outbox;

/** How a transaction ended. */
public enum TransactionEnd {
    COMMITTED,
    /** Nothing is written, and the producer can go on. */
    ABORTED,
    /** Nothing will be written by it, and the producer is of no further use. */
    GIVEN_UP,
    /** It may have been committed or not, and the producer is of no further use. */
    UNKNOWN
}
