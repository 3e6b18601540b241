package io.mediadeleter.pipeline.control;

import io.mediadeleter.pipeline.port.ControlLog;
import java.util.function.Supplier;

/**
 * By what an instance is told not to delete.
 *
 * @param instance this instance's name in the group
 * @param processes a new name with every call, never used before by any instance
 * @param maxHolds holds beyond this number are not kept, and then no call is made
 */
public record ControlWatch(ControlLog log, String instance, Supplier<String> processes, int maxHolds) {}
