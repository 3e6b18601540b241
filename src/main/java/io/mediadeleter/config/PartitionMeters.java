package io.mediadeleter.config;

/** Which of the Kafka client's meters there are for each partition. */
public enum PartitionMeters {
    /** How many records lie ahead. */
    LAG,
    /** All that the client has. */
    ALL
}
