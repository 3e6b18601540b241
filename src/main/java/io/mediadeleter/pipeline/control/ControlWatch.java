package io.mediadeleter.pipeline.control;

import io.mediadeleter.control.BrakeMember;
import io.mediadeleter.pipeline.port.ControlLog;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * By what an instance is told not to delete.
 *
 * @param instance this instance's name in the group
 * @param processes a new name with every call, never used before by any instance
 * @param maxHolds holds beyond this number are not kept, and then no call is made
 */
public record ControlWatch(ControlLog log, String instance, Supplier<String> processes, int maxHolds) {

    /**
     * This process's side of the group's limit on calls in an hour.
     *
     * @param limit what this instance is set to; empty for no limit
     */
    public BrakeMember member(OptionalInt limit) {
        return new BrakeMember(instance, processes.get(), limit.isPresent() ? limit.getAsInt() : null);
    }
}
