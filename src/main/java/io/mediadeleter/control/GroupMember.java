package io.mediadeleter.control;

/**
 * A member of the consumer group, as Kafka names it.
 *
 * @param instance its static name; empty for a member that has none, which is no instance of this service
 * @param host where it runs
 */
public record GroupMember(String instance, String host) {}
