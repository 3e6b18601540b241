package io.mediadeleter.pipeline.control;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.brake.BrakeMember;
import io.mediadeleter.pipeline.port.ControlLog;
import io.mediadeleter.pipeline.port.GroupPeers;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * The control topic, this instance's part in it, and its peers.
 *
 * @param instance this instance's name in the group
 * @param processes a new name with every call, never used before by any instance
 * @param maxHolds when more holds stand, no call is made
 * @param report how this instance is doing, for its probes; empty for one that does not tell
 * @param members those who read the same, and are missed when they do not
 */
public record ControlParts(
        ControlLog log,
        String instance,
        Supplier<String> processes,
        int maxHolds,
        Supplier<Optional<InstanceReport>> report,
        GroupPeers members) {

    /**
     * This process's side of the group's limit on calls in an hour.
     *
     * @param limit what this instance is set to; empty for no limit
     */
    public BrakeMember member(OptionalInt limit) {
        return new BrakeMember(instance, processes.get(), limit.isPresent() ? limit.getAsInt() : null);
    }
}
