package io.mediadeleter.control;

import java.time.Instant;

/**
 * A record of the control topic, in the order of the topic.
 *
 * @param stamp when the broker appended it, by the broker's clock
 */
public record LoggedEntry(long offset, Instant stamp, ControlEntry entry) {}
