package io.mediadeleter.control;

import java.time.Instant;

/**
 * A hold's record, or its tombstone, that all in-sync replicas of the control topic have.
 *
 * @param stamp when the broker appended it, by the broker's clock
 */
public record WrittenEntry(Selector selector, long offset, Instant stamp) {}
